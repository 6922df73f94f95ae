# What remote workers run in: docker build -f docker/sdk.Dockerfile -t REGISTRY/newsmill-sdk .
# Python and Beam must be those of the machine that submits: pickles travel between them.
ARG PYTHON=3.11
ARG BEAM=2.77.0

FROM apache/beam_python${PYTHON}_sdk:${BEAM}
WORKDIR /opt/newsmill
COPY requirements-images.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-images.lock
COPY pyproject.toml setup.py README.md LICENSE ./
COPY schemas/ schemas/
COPY transforms/ transforms/
COPY pipeline/ pipeline/
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && pip check
# All is installed: workers need no environment of their own, which takes seconds to make.
ENV RUN_PYTHON_SDK_IN_DEFAULT_ENVIRONMENT=1
# Beam's entry point stays: /opt/apache/beam/boot, as a worker, or with --worker_pool as a pool.
