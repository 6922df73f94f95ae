"""How a commit becomes visible, on any store and without a lock among machines.

1. The commit's files are staged in the store. 2. Its plan, which is the manifest to be and says
where the files are, is created if absent under the commit's number: whoever creates it has the
number. 3. The files are published under their final, never reused names. 4. The manifest is created
if absent: the commit point. From step 2 on a commit is only ever rolled forward, by whoever finds
the plan, so nothing that a reader may have seen is taken back.
"""

from __future__ import annotations

import json
import shutil
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline import points
from pipeline.dataset import STAGING, Dataset, DatasetError, is_dead, manifest_name
from pipeline.retired import note, remove_replaced
from pipeline.stores.folders import delete_folder, upload_folder
from schemas.manifest import Manifest, commit_id

PLANS = "_meta/plans"
PLAN_FORMAT = "newsmill-plan-1"
OWNER_SECONDS = 5.0
"""A plan of a run that may be alive is left to it for so long."""
DYING_SECONDS = 10.0
"""Workers of a dead run have ended after so long."""
LOOK_SECONDS = 0.2


class LostPlanError(DatasetError):
    """A plan cannot be completed: a file that it names is gone, or its number is another's."""


@dataclass(frozen=True)
class Plan:
    """A commit that is decided and perhaps not visible yet.

    Attributes:
        manifest: what will be its manifest.
        staged: folder in the store below which its files are staged under their final names; it
            is new for every plan, so that no two plans are alike.
    """

    manifest: Manifest
    staged: str

    @property
    def name(self) -> str:
        """Its own name in the store."""
        return f"{PLANS}/{commit_id(self.manifest.commit)}.json"

    @property
    def run_id(self) -> str:
        """The run that made it."""
        return self.manifest.run_id

    @property
    def moves(self) -> list[tuple[str, str]]:
        """Staged and final names of its files."""
        return [(f"{self.staged}/{file.path}", file.path) for file in self.manifest.files]

    def to_bytes(self) -> bytes:
        """Stable JSON."""
        values = {
            "format": PLAN_FORMAT,
            "staged": self.staged,
            "manifest": json.loads(self.manifest.to_json()),
        }
        return json.dumps(values, indent=1, sort_keys=True).encode()

    @staticmethod
    def from_bytes(data: bytes) -> Plan:
        """The inverse of `to_bytes`; raises ValueError for anything else."""
        values = json.loads(data)
        if not isinstance(values, dict) or values.get("format") != PLAN_FORMAT:
            raise ValueError(f"not a plan of format {PLAN_FORMAT}")
        return Plan(Manifest.from_json(json.dumps(values["manifest"])), str(values["staged"]))


def publish_folder(folder: Path) -> Path:
    """A new folder, below a slice's, for the files of one attempt to commit it."""
    return folder / f"publish-{uuid.uuid4().hex[:8]}"


def publish(dataset: Dataset, folder: Path, manifest: Manifest) -> bool:
    """All steps; False if another run has taken the number: nothing is published then.

    Args:
        folder: what `publish_folder` gave, with the manifest's files below it.

    Raises:
        LostPlanError: somebody removed the staged files; nothing is committed.
    """
    run, piece = folder.parent.parent.name, folder.parent.name
    plan = Plan(manifest, f"{STAGING}/{run}/{piece}/{folder.name}")
    upload_folder(dataset.store, folder, plan.staged)
    points.reached("files-staged")
    if not dataset.store.create(plan.name, plan.to_bytes()):
        delete_folder(dataset.store, plan.staged)
        return False
    if dataset.has(manifest.commit):  # the number is decided, and its plan is gone already
        committed = is_committed(dataset, plan)  # by another, after this plan's first answer
        discard(dataset, plan)
        return committed
    points.reached("plan-written")
    complete(dataset, plan)
    return True


def is_committed(dataset: Dataset, plan: Plan) -> bool:
    """Whether the manifest of the plan's number, which is there, is the plan's."""
    name = manifest_name(plan.manifest.commit)
    return dataset.store.read(name) == plan.manifest.to_json().encode()


def complete(dataset: Dataset, plan: Plan) -> None:
    """Steps 3 and 4, from any state that others or a crash may have left them in.

    Raises:
        LostPlanError: what was published of it has been removed again.
    """
    number = plan.manifest.commit
    try:
        dataset.store.publish(plan.moves[:1])
        points.reached("first-file-published")
        dataset.store.publish(plan.moves[1:])
        points.reached("all-files-published")
    except FileNotFoundError as error:
        discard(dataset, plan)
        raise LostPlanError(f"commit {commit_id(number)}: a staged file is gone") from error
    note(dataset, plan.manifest)
    # The commit point.
    if not dataset.store.create(manifest_name(number), plan.manifest.to_json().encode()):
        discard(dataset, plan)
        raise LostPlanError(f"commit {commit_id(number)} is another run's")
    points.reached("manifest-created")
    if plan.manifest.replaces:
        remove_replaced(dataset)
    dataset.store.delete([*(staged for staged, _ in plan.moves), plan.name])


def discard(dataset: Dataset, plan: Plan) -> None:
    """Removes a void plan, and what of its files no manifest names: only its number's can."""
    number = plan.manifest.commit
    kept: set[str] = set()
    if dataset.has(number):
        kept = {file.path for file in dataset.manifest(number).files}
    names = {name for move in plan.moves for name in move} - kept
    dataset.store.delete([*sorted(names), plan.name])


def plans(dataset: Dataset) -> list[Plan]:
    """The plans that are there, in order of their numbers."""
    found = []
    for name in sorted(dataset.store.names(PLANS)):
        try:
            found.append(Plan.from_bytes(dataset.store.read(f"{PLANS}/{name}")))
        except FileNotFoundError:
            continue  # its owner has just completed it
    return found


def planned_slices(dataset: Dataset, run_id: str) -> set[str]:
    """Names of the run's slices that a plan names: what is left of them must stay."""
    return {plan.staged.split("/")[2] for plan in plans(dataset) if plan.run_id == run_id}


def roll_forward(dataset: Dataset) -> None:
    """Completes every plan that is there, and removes what dead runs of this machine left.

    The caller holds the commit lock. Plans of runs on this machine were therefore never finished,
    even if their run is alive (its disk may have refused). A plan that cannot be completed is
    dropped with what it had published: no manifest names it, and its slice is run again.
    """
    for plan in plans(dataset):
        if not await_owner(dataset, plan):
            roll(dataset, plan)
    for run in sorted(path for path in dataset.staging.iterdir() if path.is_dir()):
        if is_dead(run):
            remove_dead(run)
            if dataset.root is None:
                delete_folder(dataset.store, f"{STAGING}/{run.name}")


def remove_dead(run: Path) -> None:
    """Removes a dead run's folder; raises OSError if that cannot be done.

    Workers outlive a killed driver by a moment, and may still write there. What they make anew
    behind this is the next start's.
    """
    deadline = time.monotonic() + DYING_SECONDS
    while True:
        try:
            shutil.rmtree(run)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_SECONDS)
        else:
            return


def roll(dataset: Dataset, plan: Plan) -> None:
    """Completes a plan, or drops it if that cannot be done."""
    size = dataset.store.size
    decided = dataset.has(plan.manifest.commit)
    if decided and plan.manifest.replaces:  # its files may still wait for their removal
        remove_replaced(dataset)
    if decided or any(size(old) is None and size(new) is None for old, new in plan.moves):
        discard(dataset, plan)
        return
    with suppress(LostPlanError):  # void by now, and discarded
        complete(dataset, plan)


def await_owner(dataset: Dataset, plan: Plan) -> bool:
    """Whether another machine's run completes its plan within OWNER_SECONDS."""
    if dataset.root or (dataset.staging / plan.run_id).exists():
        return False
    end = time.monotonic() + OWNER_SECONDS
    while time.monotonic() < end:
        if dataset.store.size(plan.name) is None:
            return True
        time.sleep(LOOK_SECONDS)
    return False
