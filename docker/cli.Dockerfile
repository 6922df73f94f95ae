# The command line: docker build -f docker/cli.Dockerfile -t newsmill .
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
WORKDIR /src
RUN python -m venv /opt/newsmill
ENV PATH=/opt/newsmill/bin:$PATH
# The dependencies, models among them, are a layer of their own: it changes with the lock file only.
COPY requirements-images.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-images.lock
COPY pyproject.toml setup.py README.md LICENSE ./
COPY schemas/ schemas/
COPY transforms/ transforms/
COPY pipeline/ pipeline/
# The lock file holds setuptools, so nothing is fetched that has no hash.
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && pip check

FROM python:${PYTHON}-slim
COPY --from=build /opt/newsmill /opt/newsmill
ENV PATH=/opt/newsmill/bin:$PATH
RUN useradd --uid 10001 --create-home newsmill
USER 10001:10001
WORKDIR /home/newsmill
ENTRYPOINT ["newsmill"]
CMD ["--help"]
