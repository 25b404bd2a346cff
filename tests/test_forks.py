"""Whether a process may be forked."""

import signal
import threading

from contested.warm.forks import unsafe


def test_a_thread_beside_the_main_one_is_named():
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait, name="beside")
    thread.start()
    try:
        assert "beside" in unsafe()
    finally:
        ended.set()
        thread.join()


def test_it_is_asked_where_ended_children_are_not_waited_for():
    former = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert isinstance(unsafe(), str)
    finally:
        signal.signal(signal.SIGCHLD, former)
