"""The two-database run fails when it should: a test that is lost is as bad as a test that fails."""

import pytest

from tests import environment
from tools.run_tests import Run, read_results, report

JUNIT = """<testsuites><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3">
<testcase name="a"/><testcase name="b"><failure message="no"/></testcase>
<testcase name="c"><skipped message="Skipped: Chromium is not installed: install it"/></testcase>
</testsuite></testsuites>"""


def run(engine: str, *, collected: int = 3, exit_status: int = 0) -> Run:
    return Run(engine, exit_status, collected, 0, 0, 1.0, {})


def test_both_runs_pass(capsys):
    assert report([run("sqlite"), run("postgresql")]) == 0
    assert "passed on both databases" in capsys.readouterr().out


def test_a_failing_run_fails(capsys):
    assert report([run("sqlite"), run("postgresql", exit_status=1)]) == 1
    assert "FAILED  PostgreSQL: pytest ended with status 1" in capsys.readouterr().out


def test_a_run_without_tests_fails(capsys):
    assert report([run("sqlite", collected=0), run("postgresql", collected=0)]) == 1
    assert "SQLite: no tests ran" in capsys.readouterr().out


def test_a_test_that_one_engine_never_collected_fails(capsys):
    assert report([run("sqlite"), run("postgresql", collected=2)]) == 1
    assert "3 on SQLite, 2 on PostgreSQL" in capsys.readouterr().out


def test_counts_and_reasons_come_from_the_report_of_pytest(tmp_path, capsys):
    results = tmp_path / "results.xml"
    results.write_text(JUNIT)
    one = read_results("sqlite", 1, results, 2.0)
    assert str(one) == "SQLite      3 tests: 1 passed, 1 failed, 1 skipped, 2 s"
    report([one, one])
    assert "skipped 2 times: Chromium is not installed: install it" in capsys.readouterr().out


def test_a_run_that_crashed_before_it_reported_has_failed(tmp_path):
    one = read_results("sqlite", 0, tmp_path / "none.xml", 0.0)
    assert (one.exit_status, one.collected) == (1, 0)


def test_a_developers_own_settings_do_not_reach_the_tests():
    environ = {"TXNG_DATABASE_URL": "sqlite:////precious", "TXNG_TEST_ENGINE": "sqlite"}
    environment.prepare(environ)
    assert "TXNG_DATABASE_URL" not in environ
    assert environ["TXNG_DATA"] != ""


def test_each_process_has_a_postgresql_database_of_its_own():
    environ = {
        "TXNG_TEST_POSTGRES": "postgresql://an@127.0.0.1:5432/postgres",
        "TXNG_TEST_RUN": "x",
    }
    first, second = environment.database_url(environ), environment.database_url(environ)
    assert first.startswith("postgresql://an@127.0.0.1:5432/txng_test_x_")
    assert first != second


def test_a_wrong_engine_is_refused_in_a_sentence():
    with pytest.raises(SystemExit, match="expected one of sqlite, postgresql, got 'oracle'"):
        environment.engine({"TXNG_TEST_ENGINE": "oracle"})
    with pytest.raises(SystemExit, match="needs TXNG_TEST_POSTGRES"):
        environment.database_url({})
