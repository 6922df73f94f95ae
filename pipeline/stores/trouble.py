"""What object stores' errors mean: whether they pass, and what to tell the user in one line."""

from __future__ import annotations

import re

from obstore.exceptions import GenericError, PermissionDeniedError, UnauthenticatedError

from pipeline.stores.store import StoreError

NO_BUCKET = ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist")
NO_CREDENTIALS = ("169.254.169.254", "metadata.google.internal")
STATUS = re.compile(r"status code: (\d+ [\w ]+)")
GONE = "NotFound {"
"""In an error of another kind: of an object that went away while its answer was asked for again."""
CODE = re.compile(r"<Code>(\w+)</Code>")


ENDPOINT = "AWS_ENDPOINT_URL if it is set"
CREDENTIALS = {
    "s3": "set AWS_PROFILE or AWS_ACCESS_KEY_ID and its secret",
    "gs": "set GOOGLE_APPLICATION_CREDENTIALS, or: gcloud auth application-default login",
    "az": "set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY, or: az login",
}


def passes(error: BaseException) -> bool:
    """Whether the same call may succeed later: errors of the server and of the network do."""
    if not isinstance(error, GenericError):
        return False
    found = STATUS.search(str(error))
    return not has_no_bucket(error) and (found is None or found[1][0] == "5" or "429" in found[1])


def has_no_bucket(error: BaseException) -> bool:
    """Whether the bucket itself is not there."""
    return any(sign in str(error) for sign in NO_BUCKET)


def told(error: BaseException, url: str) -> OSError:
    """The error as newsmill raises it: an object that is not there, or StoreError."""
    is_gone = isinstance(error, FileNotFoundError) or GONE in str(error)
    if is_gone and not has_no_bucket(error):
        return FileNotFoundError(f"{url}: {short(str(error))}")
    return StoreError(in_one_line(error, url))


def in_one_line(error: BaseException, url: str) -> str:
    """What went wrong and the fix."""
    text = str(error)
    bucket = "/".join(url.split("/")[:3])
    if has_no_bucket(error):
        return f"{bucket} does not exist; make the bucket first, or mend its name"
    code = CODE.search(text)
    if isinstance(error, UnauthenticatedError | PermissionDeniedError):
        return (
            f"{url}: not permitted{f' ({code[1]})' if code else ''}; check the credentials, and "
            "that they may list, read, write and delete there"
        )
    if any(sign in text for sign in NO_CREDENTIALS):
        return f"{url}: no credentials; {CREDENTIALS[url.split(':')[0]]}"
    if "kind: Connect" in text:
        return f"{url}: cannot reach the store ({host_of(text)}); check the network, and {ENDPOINT}"
    return f"{url}: {short(text)}"


def host_of(text: str) -> str:
    """The host that an error names."""
    found = re.search(r"https?://([^/\s?]+)", text)
    return found[1] if found else "unknown host"


def short(text: str) -> str:
    """An error's first line, without the query of its URL: a signature there is a secret."""
    code = CODE.search(text)
    line = re.sub(r"\?\S+", "", text.strip().splitlines()[0].partition(": <")[0])
    return f"{line} ({code[1]})" if code else line
