"""Which tests the quick check leaves to the complete one, laws and whatever needs real things around it; and
which run side by side."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
SLOW = (
    "laws",  # hundreds of random cases each
    "real",  # real logs of up to a quarter of a million events
    "browser",
    "cluster",
    "unit/engine/test_spark",
    "unit/kernels",
    "unit/bench_speed",
    "unit/identity/test_alike.py",
    "unit/analysis/test_many_touchpoints.py",
    "unit/stats/test_quantiles.py",
    "spec/store",
    "scenes/test_formats.py",
    "docs/test_commands_run.py",
    "docs/test_walk.py",  # makes the whole demo, with all that it compiles
    "docs/test_examples.py",
    "unit/cli/test_process.py",  # a new process for each test
    "unit/cli/test_commands.py",
    "unit/web/test_safety.py",
    "unit/store/test_lake.py",
    "unit/store/test_catalog.py",
    "unit/sim",
    "unit/project/test_forget.py",
    "unit/collect/test_xes.py",
    "unit/collect/test_pipeline.py",
    "unit/collect/test_hostile.py",
    "unit/collect/test_survey_tools.py",
    "unit/voice/test_themes.py",
    "unit/mapping/test_heard.py",
    "unit/moments",
    "unit/cli/test_moments_command.py",
    "unit/stats/test_chains.py",
    "unit/stats/test_importance.py",
    "unit/voice/test_weighting",
    "unit/web/test_voice_page.py",
    "spec/journeys/test_cut_agrees_with_its_twin.py",
    "scenes/test_moment_lane.py",
    "unit/stats/test_logistic.py",
    "unit/stats/test_effects.py",
    "unit/stats/test_doubts.py",
    "unit/stats/test_ranks.py",
    "unit/stats/test_spans.py",
    "unit/stats/test_evalues.py",
    "unit/stats/test_survival.py",
    "unit/stats/test_published.py",
    "unit/project/test_looking.py",
    "unit/web/test_moments_page.py",
    "unit/project/test_project.py",
    "unit/project/test_responses.py",
    "unit/voice/test_questions.py",
    "unit/voice/test_scoring.py",
    "unit/web/test_pages.py",
    "unit/web/test_working.py",
    "unit/collect/test_segment_blocks.py",
)

# The cluster takes longest, and what it is asked about compiles the kernels that most others need: meanwhile
# the other process runs what needs few. The small ones come last, so that both end together.
FIRST = ("cluster",)
SECOND = ("unit/voice", "unit/sim", "unit/definitions", "scenes")
THIRD = ("laws", "real", "unit/moments/test_bench", "unit/collect/test_segment_blocks", "browser")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: turn(place_of(item)))
    for item in items:
        if place_of(item).startswith(SLOW):
            item.add_marker(pytest.mark.slow)


def place_of(item):
    return item.path.relative_to(HERE).as_posix()


def turn(place):
    return next((at for at, some in enumerate((FIRST, SECOND, THIRD)) if place.startswith(some)), 3)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """One process a file, so that what it sets up or compiles is made once; and one for the cluster."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "cluster" if "/cluster/" in file else file

    return Together(config, log)
