"""A fit's progress as tqdm shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fitd.fit_call import Progress


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[Progress], Any]]:
    """Iterations, their rate, and the norm of the residuals; nobody knows how many there will be."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("progress=True needs the package tqdm; or give a function") from None
    with tqdm(desc=title, unit="it") as bar:

        def show(progress: Progress) -> None:
            bar.set_postfix_str(f"|r| {progress.residual_norm:.6g}", refresh=False)
            bar.update(progress.iteration - bar.n)

        yield show
