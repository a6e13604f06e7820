import pytest

from caunoi.papers import Layout, PaperKind, check_template, describe_template, render, shipped_template
from caunoi.papers.registry import context
from tests.papers.more_samples import full

# The lists of payments have tests of their own.
KINDS = [kind for kind in PaperKind if not kind.endswith("_payments")]
PAPERS = {kind: full(kind) for kind in KINDS}


def shape(value):
    """The field names that a value holds, with those of its first row."""
    if isinstance(value, list):
        return shape(value[0]) if value else {}
    return {name: shape(each) for name, each in value.items()} if isinstance(value, dict) else {}


def described(fields):
    return {field.name: described(field.fields) for field in fields}


def flat(fields, prefix=""):
    for field in fields:
        yield f"{prefix}{field.name}", field
        yield from flat(field.fields, f"{prefix}{field.name}.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_paper_is_described_and_no_other(kind):
    assert shape(context(PAPERS[kind])) == described(describe_template(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_lists_are_described_as_lists(kind):
    values = context(PAPERS[kind])
    assert {name for name, value in values.items() if isinstance(value, list)} == {
        field.name for field in describe_template(kind) if field.is_list
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_explained(kind):
    assert [path for path, field in flat(describe_template(kind)) if len(field.meaning) < 3] == []


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_template_has_no_fault_in_the_process_apart(kind):
    assert check_template(shipped_template(kind, Layout.PARTY), kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_template_given_as_own_makes_the_same_file(kind):
    paper = PAPERS[kind]
    assert render(paper, template=shipped_template(kind, Layout.STATE)) == render(paper)
