"""Shared by the views' tests."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="package")
def no_components_are_looked_for() -> Iterator[None]:
    """Each run of a page would read the description of every installed package, for half of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)
        yield
