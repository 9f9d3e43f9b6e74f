"""Turns: who is alone is alone, and everybody comes to work."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flows.store.turns import Turns


def test_nobody_works_beside_who_is_alone() -> None:
    turns, present, seen = Turns(), set[int](), list[tuple[bool, int]]()
    lock = threading.Lock()

    def work(number: int) -> None:
        alone = number % 3 == 0
        with turns.alone() if alone else turns.together():
            with lock:
                present.add(number)
                seen.append((alone, len(present)))
            with lock:
                if alone:
                    seen.append((alone, len(present)))
                present.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(600)))
    assert {n for alone, n in seen if alone} == {1}
    assert sum(not alone for alone, _ in seen) == 400


def test_others_work_together() -> None:
    turns, met = Turns(), threading.Barrier(2, timeout=30)

    def work() -> None:
        with turns.together():
            met.wait()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(work), pool.submit(work)]:
            future.result()


def test_a_turn_ends_when_the_work_fails() -> None:
    turns = Turns()
    for turn in (turns.together, turns.alone, turns.together):
        try:
            with turn():
                raise ValueError
        except ValueError:
            pass
    with turns.alone():
        pass
