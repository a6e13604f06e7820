"""Accessibility of a page as it stands in the browser, checked by axe-core (``tests/vendor/axe``)."""

from pathlib import Path

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe" / "axe.min.js"
# WCAG 2.2 A and AA, and axe's own best practices: landmarks, order of headings, one h1.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """async (tags) => {
    // Without preload: axe would copy style sheets inline, which the page's policy refuses and the console tells.
    const results = await axe.run(document, { preload: false, runOnly: { type: "tag", values: tags } });
    return results.violations.map((rule) => ({
        rule: rule.id,
        why: rule.help,
        where: rule.nodes.map((node) => `${node.target.join(" ")}: ${node.html.slice(0, 160)}`),
    }));
}"""


def faults(page) -> list[str]:
    """Return what axe-core finds on ``page``, a line each; colours are judged without motion."""
    page.emulate_media(reduced_motion="reduce")
    # The page's policy refuses foreign scripts, as it should: axe comes in through the browser's own door.
    if not page.evaluate("() => typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{found['rule']} ({found['why']}): {where}" for found in page.evaluate(_RUN, TAGS) for where in found["where"]
    ]


def assert_accessible(page) -> None:
    """Fail with every fault that axe-core finds, naming page, rule and element."""
    found = faults(page)
    assert found == [], f"{page.url}\n" + "\n".join(found)


def assert_fits(page) -> None:
    """Fail when the page is wider than the window: on a phone nothing may have to be pushed sideways."""
    wide, window = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px"
