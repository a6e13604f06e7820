"""Editions of what the public sees: they rise with the change, and are learned of exactly."""

from __future__ import annotations

import pytest
from django.db import transaction

from caunoi.core import stamps
from caunoi.core.models import Stamp
from caunoi.core.stamps import Board, touch


@pytest.fixture
def board():
    return Board()


def seen(board, *names):
    board.look()
    return board.versions(names)


def test_what_never_changed_is_edition_nought(db, board):
    assert seen(board, "article:1", "site:a") == {"article:1": 0, "site:a": 0}


def test_each_change_gives_an_edition_that_was_never_given(db, board):
    given = []
    for _ in range(5):
        touch("article:1", "site:a", "article:1")
        given.append(Stamp.objects.get(pk="article:1").version)

    assert given == sorted(set(given))
    # An older backup comes back: its next edition is not one that kept pages know.
    Stamp.objects.filter(pk="article:1").update(version=given[0])
    touch("article:1")
    assert Stamp.objects.get(pk="article:1").version > given[-1]


def test_a_board_learns_what_others_changed(db, board, monkeypatch):
    known = seen(board, "article:1", "article:2")
    assert board.holds(known)

    touch("article:1")

    assert board.holds(known)
    monkeypatch.setattr(stamps, "PAUSE", 0)
    board.look()
    assert not board.holds(known)
    assert board.holds({"article:2": 0})


def test_whoever_slept_longer_than_changes_are_told_forgets_what_it_knew(db, board, monkeypatch):
    known = seen(board, "article:1")
    touch("article:1")
    Stamp.objects.update(at="2020-01-01T00:00:00+00:00")
    monkeypatch.setattr(stamps, "_FORGET", -1)
    board.expire()
    board.look()

    assert not board.holds(known)


@pytest.mark.django_db(transaction=True)
def test_an_edition_falls_with_the_change_that_it_tells_of(board):
    known = seen(board, "article:1")

    with transaction.atomic():
        touch("article:1")
        transaction.set_rollback(True)

    board.expire()
    board.look()
    assert board.holds(known)
    assert not Stamp.objects.exists()


def test_one_question_for_many_pieces_and_none_while_nothing_is_due(db, board, django_assert_num_queries):
    names = [f"article:{number}" for number in range(300)]
    with django_assert_num_queries(1):
        seen(board, *names)
    with django_assert_num_queries(0):
        seen(board, *names)
    with django_assert_num_queries(2):
        touch(*names)
