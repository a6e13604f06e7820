import pytest

from caunoi.papers import FaultCode, PaperKind, UnsafeTemplate, check_template, isolation, render
from tests.papers.samples import bare_report, report_template


def test_process_out_of_time_is_a_fault_and_not_a_hanging_page(monkeypatch):
    monkeypatch.setattr(isolation, "WALL_SECONDS", 0.001)
    [fault] = check_template(report_template(), PaperKind.CLASS_REPORT)
    assert fault.code is FaultCode.UNSAFE
    with pytest.raises(UnsafeTemplate):
        render(bare_report(), template=report_template())


def test_process_that_dies_is_a_fault(monkeypatch):
    monkeypatch.setattr(isolation.sys, "executable", "/bin/false")
    assert [fault.code for fault in check_template(report_template(), PaperKind.CLASS_REPORT)] == [FaultCode.UNSAFE]
