from __future__ import annotations

from tests import killing


def test_taking_over_killed_at_any_query_leaves_all_or_nothing(tmp_path):
    *killed, whole = killing.run("tests.intake.killing", tmp_path)
    assert len(killed) > 40
    before = killed[0]
    assert all(each == before for each in killed), next(each for each in killed if each != before)
    assert (before["state"], before["training_trainingclass"], before["directory_person"]) == ("waiting", 0, 0)
    assert whole == {
        "killed": False,
        "state": "accepted",
        "training_trainingclass": 1,
        "training_classreport": 1,
        "training_classorganisation": 3,
        "training_agendaitem": 2,
        "training_speaker": 1,
        "training_guest": 1,
        "training_classdirective": 1,
        "directory_person": 2,
        "directory_directive": 1,
        "core_auditentry": whole["core_auditentry"],
        "core_searchdocument": whole["core_searchdocument"],
    }
    assert whole["core_auditentry"] > before["core_auditentry"]
    # The candidate's document goes; the class and its two persons get one each, at least.
    assert whole["core_searchdocument"] >= before["core_searchdocument"] + 2
