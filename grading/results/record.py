"""What vouches for a stored run: what was tried before and after it, and how the layer of decisions stood.

It stands beside the run and is no part of its name: the same input is the same run.
"""

from __future__ import annotations

from itembank.model.codec import Value


class RunRecord(Value, frozen=True):
    """Facts of the making of a run.

    `golden_items` responses and `golden_works` folders of golden candidates
    agreed, the latter in `golden_points` check points; `golden_unjudged` points
    could not be tried on the machines that marked. `rechecked` candidates were
    marked again with the same bytes, with work on `rechecked_works` practical
    tasks. `held` are the planned starts of the sittings, local wall time.
    `decisions` decisions of people were there, `head` is the digest of the last.
    """

    golden_items: int = 0
    golden_works: int = 0
    golden_points: int = 0
    golden_unjudged: int = 0
    rechecked: int = 0
    rechecked_works: int = 0
    held: tuple[str, ...] = ()
    decisions: int = 0
    head: str = ""
