"""The catalogue: versions, files with versions, ideas, out of use, merged, shared with the offices below."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import RoleKind
from caunoi.training.models import TopicVersion
from caunoi.training.queries.evaluations import Rating, rating, rating_of_topic
from caunoi.training.queries.programme import offered_topics, visible_topics
from caunoi.training.queries.topics import (
    TopicFilter,
    classes_using,
    files_of,
    filtered_topics,
    readable_topics,
    shared_topics,
    taught_in,
    with_use,
)
from caunoi.training.services import programme, topic_life, topic_parts, topics
from tests.factories import OrganisationFactory, SittingFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

PDF = b"%PDF-1.4 made up\n"


@pytest.fixture
def topic(office, organiser):
    return topics.save_topic(actor=organiser, owner=office, title="Nghe và hỏi", outline="7 giải pháp\n1. Nghe")


def save(organiser, topic, **values):
    kept = {name: getattr(topic, name) for name in topics.MATTERS}
    return topics.save_topic(actor=organiser, owner=topic.owner, topic=topic, **{**kept, **values})


def teach(organiser, training_class, topic, day=None):
    training_class.starts_on = training_class.ends_on = day or timezone.localdate()
    training_class.save()
    sitting = SittingFactory(training_class=training_class, date=training_class.starts_on)
    programme.save_agenda_item(actor=organiser, training_class=training_class, sitting=sitting, topic=topic)


def test_a_change_that_matters_makes_a_version_and_keeps_the_old_one(organiser, topic, training_class):
    assert topic.version == 1
    yesterday = timezone.now() - dt.timedelta(days=1)
    TopicVersion.objects.update(made_at=yesterday)
    teach(organiser, training_class, topic, timezone.localdate(yesterday))

    assert save(organiser, topic, title="nghe  VÀ hỏi").version == 1
    changed = save(organiser, topic, outline="7 giải pháp\n1. Nghe\n2. Hỏi")

    assert changed.version == 2
    assert [(each.number, each.outline.count("\n")) for each in changed.versions.order_by("number")] == [(1, 1), (2, 2)]
    assert changed.versions.get(number=2).created_by == organiser
    assert save(organiser, changed, shared=True).version == 2
    assert [each.version for each in taught_in(organiser, changed)] == [1]
    again = TrainingClassFactory(keeper=topic.owner)
    teach(organiser, again, changed)
    assert [each.version for each in taught_in(organiser, changed)] == [2, 1]


def test_two_clerks_at_once_do_not_overwrite_each_other(organiser, topic):
    save(organiser, topic, outline="Một", revision=topic.revision)
    with pytest.raises(StaleChange):
        save(organiser, topic, outline="Hai", revision=topic.revision)


def test_a_new_version_of_a_file_keeps_the_old_and_tells_who_used_which(organiser, topic, training_class):
    first = topic_parts.add_topic_file(actor=organiser, topic=topic, content=PDF, name="bai.pdf", title="Bài giảng")
    first.added_at = timezone.now() - dt.timedelta(days=3)
    first.save()
    teach(organiser, training_class, topic, timezone.localdate() - dt.timedelta(days=2))
    second = topic_parts.add_topic_file(
        actor=organiser, topic=topic, content=PDF + b"2", name="bai-2.pdf", replaces=first
    )

    assert (second.number, second.title) == (2, "Bài giảng")
    current, earlier = files_of(topic)
    assert (current, earlier) == ([second], [first])
    first.refresh_from_db()
    assert classes_using(first) == [training_class]
    assert classes_using(second) == []
    with pytest.raises(NotNow):
        topic_parts.add_topic_file(actor=organiser, topic=topic, content=PDF, name="x.pdf", replaces=first)
    topic_parts.remove_topic_file(actor=organiser, file=second)
    assert files_of(topic) == ([first], [])
    first.refresh_from_db()
    topic_parts.remove_topic_file(actor=organiser, file=first)
    assert files_of(topic) == ([], [first])  # a class was taught with it


def test_ideas_for_questions_are_kept_changed_and_taken_away(organiser, topic):
    idea = topic_parts.save_idea(actor=organiser, topic=topic, kind="quiz", text="Nghe gì trước?", hint="Lắng nghe")
    topic_parts.save_idea(actor=organiser, topic=topic, idea=idea, kind="discussion", text="Hỏi gì trước?")
    idea.refresh_from_db()
    assert (idea.kind, idea.text, idea.hint) == ("discussion", "Hỏi gì trước?", "")
    with pytest.raises(ValidationError):
        topic_parts.save_idea(actor=organiser, topic=topic, text=" ")
    topic_parts.remove_idea(actor=organiser, idea=idea)
    assert not topic.ideas.exists()


def test_a_retired_topic_is_not_offered_and_stays_readable(organiser, topic):
    topic_life.retire_topic(actor=organiser, topic=topic)
    assert not offered_topics(organiser).exists()
    assert list(offered_topics(organiser, standing=topic)) == [topic]
    assert list(filtered_topics(organiser, TopicFilter(state="retired"))) == [topic]
    topic_life.take_up_topic(actor=organiser, topic=topic)
    assert list(offered_topics(organiser)) == [topic]


def test_merged_topics_count_as_one_and_part_again(office, organiser, topic, training_class):
    other = topics.save_topic(actor=organiser, owner=office, title="Nghe, hỏi")
    teach(organiser, training_class, other)

    topic_life.merge_topics(actor=organiser, kept=topic, merged=other)

    (row,) = with_use(organiser, filtered_topics(organiser, TopicFilter()))
    assert (row, row.use_count) == (topic, 1)
    assert [each.training_class for each in taught_in(organiser, topic)] == [training_class]
    with pytest.raises(NotNow):
        topic_life.merge_topics(actor=organiser, kept=topic, merged=other)
    with pytest.raises(NotNow):
        topics.remove_topic(actor=organiser, topic=topic)
    topic_life.part_topic(actor=organiser, merged=other)
    assert {each.title: each.use_count for each in with_use(organiser, filtered_topics(organiser, TopicFilter()))} == {
        "Nghe và hỏi": 0,
        "Nghe, hỏi": 1,
    }
    with pytest.raises(ValidationError):
        topic_life.merge_topics(actor=organiser, kept=topic, merged=topic)


def test_only_what_is_shared_reaches_the_offices_below_and_only_as_a_copy(office, organiser, stranger, topic):
    below = OrganisationFactory(parent=office, name="Tổ dân phố số 1")
    clerk = UserFactory.with_role(below, RoleKind.ORGANISER)
    door = UserFactory.with_role(below, RoleKind.DOOR)
    topic_parts.add_topic_file(actor=organiser, topic=topic, content=PDF, name="bai.pdf")
    topic_parts.save_idea(actor=organiser, topic=topic, text="Hỏi gì?")
    assert not readable_topics(clerk).exists()
    with pytest.raises(PermissionDenied):
        topic_life.take_over_topic(actor=clerk, topic=topic, owner=below)

    save(organiser, topic, shared=True)

    topic.refresh_from_db()
    assert list(shared_topics(clerk)) == [topic]
    assert not visible_topics(clerk).exists()
    assert not offered_topics(clerk).exists()
    for nobody in (stranger, door, organiser):
        assert not shared_topics(nobody).exists()
    copy = topic_life.take_over_topic(actor=clerk, topic=topic, owner=below)
    assert (copy.owner, copy.copied_from, copy.copied_version, copy.shared) == (below, topic, 1, False)
    assert (copy.outline, copy.files.count(), copy.ideas.count()) == (topic.outline, 1, 1)
    with pytest.raises(NotNow):
        topic_life.take_over_topic(actor=clerk, topic=topic, owner=below)
    with pytest.raises(PermissionDenied):
        save(clerk, topic, title="Của tôi")
    said = AuditEntry.objects.get(action="training.topic_copied")
    assert said.details == {"from": office.name, "version": 1}


def test_an_evaluation_is_told_from_five_answers_on(organiser, topic):
    assert rating_of_topic(organiser, topic) is None
    assert rating([1, 0, 0, 0, 3]) is None
    assert rating([1, 0, 0, 1, 3]) == Rating(mean=4.0, answers=5)
