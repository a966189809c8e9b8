import pytest
from hypothesis import Phase, given, settings

#: Always the same draws, and no time spent on explaining a failure.
SURE = settings(
    max_examples=1000, deadline=None, database=None, derandomize=True, print_blob=False,
    phases=[Phase.generate, Phase.shrink],
)  # fmt: skip


@pytest.fixture(scope="session")
def failure():
    """Return a function that returns what Hypothesis prints for the argument of a failing test."""

    def printed(strategy, breaks):
        @SURE
        @given(strategy)
        def test(value):
            assert not breaks(value)

        with pytest.raises(AssertionError) as caught:
            test()
        note = "\n".join(caught.value.__notes__)
        return note[note.index("value=") + len("value=") : note.rindex(",")]

    return printed
