import datetime as dt

import pytest
from django.db import connection, transaction

from caunoi.core import search
from caunoi.core.ids import range_below
from caunoi.core.models import SearchDocument, SearchScope
from caunoi.core.search_terms import scope_tokens

pytestmark = pytest.mark.django_db

WARD, OTHER = "HK0001", "BN0001"
BELOW = f"{WARD}TO0001"


def write(title, *, kind="person", key=None, paths=(WARD,), **more):
    search.index(kind=kind, object_id=key or title, title=title, paths=paths, **more)


def titles(query, *, paths=(WARD,), kinds=("person",), most=50):
    ranges = tuple(range_below(path) for path in paths)
    return [d.title for d in search.find(query=query, ranges=ranges, kinds=kinds, most=most)]


@pytest.mark.parametrize("query", ["da nang", "Đà Nẵng", "ĐÀ NẴNG", "nang da", "da n", "nẵng"])
def test_find_ignores_marks_case_and_order(query):
    write("Lớp tại Đà Nẵng")
    assert titles(query) == ["Lớp tại Đà Nẵng"]


def test_find_takes_words_of_one_and_two_letters():
    write("Xã Ea Ô")
    assert (titles("ea"), titles("o"), titles("x")) == (["Xã Ea Ô"],) * 3


def test_find_begins_only_the_last_word():
    write("Trần Thị Thử")
    assert (titles("tran th"), titles("tr thu")) == (["Trần Thị Thử"], [])


def test_find_wants_every_word():
    write("Nguyễn Văn Mẫu")
    assert titles("nguyen thi") == []


@pytest.mark.parametrize("query", ["", "   ", "…", '"', "' OR 1=1 --", '") OR *', "a:* & b", "NEAR(", "%", "\x00"])
def test_find_survives_what_is_no_word(query):
    write("Nguyễn Văn Mẫu")
    assert titles(query) == []


def test_find_puts_whole_words_of_the_title_first_then_newer_ones():
    write("Lớp khác", key="text", text="an toàn giao thông", date=dt.date(2026, 11, 3))
    write("Anh và an", key="old", date=dt.date(2019, 5, 1))
    write("Việc an ninh", key="new", date=dt.date(2026, 5, 1))
    write("Anh", key="begun", date=dt.date(2026, 11, 20))
    assert titles("an") == ["Việc an ninh", "Anh và an", "Anh", "Lớp khác"]


def test_find_in_the_text_says_nothing_about_the_title():
    write("Tổ trưởng", text="Nguyễn Văn Mẫu")
    assert titles("mau") == ["Tổ trưởng"]


def test_find_stays_within_scope():
    write("Mẫu ở trên", paths=[WARD])
    write("Mẫu ở dưới", paths=[BELOW])
    write("Mẫu nơi khác", paths=[OTHER])
    write("Mẫu không của ai", paths=[])
    found = {
        "ward": sorted(titles("mau")),
        "below": titles("mau", paths=[BELOW]),
        "other": titles("mau", paths=[OTHER]),
        "two": sorted(titles("mau", paths=[BELOW, OTHER])),
        "none": titles("mau", paths=[]),
    }
    assert found == {
        "ward": ["Mẫu ở dưới", "Mẫu ở trên"],
        "below": ["Mẫu ở dưới"],
        "other": ["Mẫu nơi khác"],
        "two": ["Mẫu nơi khác", "Mẫu ở dưới"],
        "none": [],
    }


def test_scope_can_not_be_searched_for_as_a_word():
    write("Mẫu nơi khác", paths=[OTHER])
    assert titles(f"person_{OTHER}", paths=[WARD]) == titles(f"person_{OTHER}", paths=[OTHER]) == []


def test_paths_that_differ_only_in_case_stay_apart():
    write("Mẫu viết hoa", paths=["ABCDEF"])
    write("Mẫu viết thường", paths=["abcdef"])
    assert (titles("mau", paths=["ABCDEF"]), titles("mau", paths=["abcdef"])) == (["Mẫu viết hoa"], ["Mẫu viết thường"])


def test_scope_tokens_refuse_a_range_that_is_no_organisation():
    with pytest.raises(ValueError, match="Not the range"):
        scope_tokens(kind="person", ranges=[(WARD, OTHER)])


def test_index_replaces_what_was_known():
    write("Nguyễn Văn Mẫu", key="1", paths=[WARD, BELOW])
    write("Trần Thị Thử", key="1", paths=[OTHER])
    assert (titles("mau"), titles("thu"), titles("thu", paths=[OTHER])) == ([], [], ["Trần Thị Thử"])
    assert list(SearchScope.objects.values_list("path", flat=True)) == [OTHER]
    assert SearchDocument.objects.count() == 1


def test_index_keeps_the_place_in_time_of_an_undated_document():
    write("Mẫu", key="1")
    before = SearchDocument.objects.get().newness
    write("Mẫu khác", key="1")
    assert SearchDocument.objects.get().newness == before


def test_index_moves_a_document_whose_day_changed():
    write("Mẫu một", key="1", date=dt.date(2026, 1, 1))
    write("Mẫu hai", key="2", date=dt.date(2026, 2, 1))
    write("Mẫu một", key="1", date=dt.date(2026, 3, 1))
    assert titles("mau") == ["Mẫu một", "Mẫu hai"]


def test_index_many_keeps_the_last_of_an_object_that_comes_twice():
    search.index_many(
        search.Document(kind="person", object_id="1", title=title, paths=frozenset({WARD})) for title in ("Một", "Hai")
    )
    assert (titles("mot"), titles("hai")) == ([], ["Hai"])


def test_index_many_writes_with_queries_that_do_not_grow(django_assert_max_num_queries):
    documents = [
        search.Document(kind="person", object_id=str(n), title=f"Mẫu {n}", paths=frozenset({WARD})) for n in range(400)
    ]
    with django_assert_max_num_queries(12):
        search.index_many(documents)
    assert len(titles("mau", most=500)) == 400


def test_widen_opens_documents_to_others():
    write("Nguyễn Văn Mẫu", key="1")
    search.widen(kind="person", object_ids=["1"], paths=[OTHER])
    search.widen(kind="person", object_ids=["1"], paths=[OTHER])
    assert (titles("mau", paths=[OTHER]), titles("mau")) == (["Nguyễn Văn Mẫu"],) * 2
    assert SearchScope.objects.count() == 2


def test_remove_forgets_and_tolerates_what_is_not_known():
    write("Nguyễn Văn Mẫu", key="1")
    search.remove(kind="person", object_id="1")
    search.remove(kind="person", object_id="1")
    assert (titles("mau"), SearchDocument.objects.count(), SearchScope.objects.count()) == ([], 0, 0)


def test_rolled_back_changes_leave_the_index_as_it_was():
    write("Nguyễn Văn Mẫu", key="1")
    with transaction.atomic():
        write("Trần Thị Thử", key="1")
        transaction.set_rollback(True)
    assert (titles("mau"), titles("thu")) == (["Nguyễn Văn Mẫu"], [])


def test_find_by_kind_says_whether_there_is_more():
    for number in range(8):
        write(f"Mẫu {number}")
    write("Lớp Mẫu", kind="class")
    found = search.find_by_kind(query="mau", ranges=(range_below(WARD),), kinds=("class", "person", "topic"), each=7)
    assert {kind: (len(one.documents), one.more) for kind, one in found.items()} == {
        "class": (1, False),
        "person": (7, True),
        "topic": (0, False),
    }


def test_find_meets_rare_and_common_words_of_a_large_kind(monkeypatch):
    monkeypatch.setattr("caunoi.core.search_lookup.LARGE", 5)
    search.index_many(
        search.Document(
            kind="person",
            object_id=str(number),
            title="Nguyễn Hiếm Có" if number == 0 else f"Nguyễn Văn {number}",
            paths=frozenset({WARD}),
            date=dt.date(2020, 1, 1) + dt.timedelta(days=number),
        )
        for number in range(60)
    )
    assert titles("nguyen", most=3) == ["Nguyễn Văn 59", "Nguyễn Văn 58", "Nguyễn Văn 57"]
    assert titles("hiem", most=3) == ["Nguyễn Hiếm Có"]


def test_long_texts_and_long_words_are_cut_not_refused():
    write("Mẫu", text="chữ " * 1000 + "x" * 5000 + " " + " ".join(f"t{n}" for n in range(5000)))
    assert (titles("mau"), titles("t10"), titles("t4999")) == (["Mẫu"], ["Mẫu"], [])


def test_find_costs_the_same_whatever_it_meets(django_assert_max_num_queries):
    for number in range(30):
        write(f"Nguyễn Văn Mẫu {number}")
    with django_assert_max_num_queries(10):
        titles("nguyen", kinds=("class", "person", "organisation", "directive", "topic", "candidate", "article"))


def test_reindex_writes_a_kind_anew_and_leaves_the_others(monkeypatch):
    monkeypatch.setattr(search, "_REBUILDERS", {})
    write("Cũ", key="1")
    write("Lớp Cũ", kind="class")
    search.register("person", lambda: write("Mới", key="2"))
    assert search.reindex("person") == 1
    assert (titles("cu"), titles("moi"), titles("cu", kinds=["class"])) == ([], ["Mới"], ["Lớp Cũ"])


def test_lookup_stands_in_the_database_after_all_migrations():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'search_by_terms'")
            assert cursor.fetchone() == (1,)
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'core_search_%ed' ORDER BY name")
            assert cursor.fetchall() == [("core_search_added",), ("core_search_changed",), ("core_search_removed",)]


def test_every_kind_that_the_desk_shows_can_be_rebuilt():
    from caunoi.web.desk.addresses import KINDS

    assert set(search.registered()) == set(KINDS)
