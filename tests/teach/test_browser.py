"""The teaching page in a real browser: its numbers, its keyboard operation, and that it loads nothing."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest

from exactrelu import ExtendedRational, Layer, Network
from exactrelu.errors import IndeterminateFormError
from exactrelu.shallow.counterexamples import closed_cells_only, literal_patterns, with_large_number
from exactrelu.teach import lesson, page

pytestmark = pytest.mark.extra("selenium")

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "xor": (ROOT / "examples" / "xor.json", None),
    "absolute": (ROOT / "examples" / "absolute.json", None),
    "sawtooth3": (ROOT / "examples" / "sawtooth3.json", None),
    "degenerate": (ROOT / "examples" / "degenerate.json", None),
    "demo": (ROOT / "exactrelu" / "demo.json", [(0, 8), (0, 3)]),
}
# Chromium itself asks the network for updates and accounts unless it is told not to.
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1500,1000",
)
M = 10**6
# relu(-relu(x)) + 5: at 0 the pattern of z > 0 holds on x < 0, but that of z >= 0 nowhere else.
ONE_SIDED = Network([Layer([[1]], [0]), Layer([[-1]], [0]), Layer([[1]], [5], "identity")])


@pytest.fixture(scope="module")
def browser(require_command):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = require_command("chromium")
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(require_command("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, (file, window) in FILES.items():
        (folder / f"{name}.html").write_text(page(Network.load(file), f"{name}.json", window), "utf-8")
    (folder / "one-sided.html").write_text(page(ONE_SIDED, "one-sided"), "utf-8")
    return folder


class Page:
    """An open page, used through its controls."""

    def __init__(self, browser, file, fragment=""):
        self.browser = browser
        browser.get("about:blank")
        self.logs()
        browser.get(file.as_uri() + fragment)

    def logs(self):
        """What the console said, and which addresses were asked for, since the last call."""
        console = [entry["message"] for entry in self.browser.get_log("browser")]
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return console, asked

    def find(self, selector):
        return self.browser.find_element("css selector", selector)

    def all(self, selector):
        return self.browser.find_elements("css selector", selector)

    def exact(self, selector):
        return self.find(selector).get_attribute("data-exact")

    def type(self, element, *keys):
        from selenium.webdriver.common.keys import Keys

        element.send_keys(Keys.CONTROL, "a", Keys.NULL, *keys)

    def press(self, *keys):
        self.browser.switch_to.active_element.send_keys(*keys)

    @property
    def focused(self):
        return self.browser.switch_to.active_element

    def go(self, point):
        for i, x in enumerate(point):
            self.type(self.find(f"#x{i}"), str(x))
        self.press("\n")

    def open(self, tab):
        self.find(f"#tab-{tab}").click()

    def choose(self, label, value):
        self.find(f'[name="choice-{label}"][value="{value}"]').click()

    def table(self, rows):
        """For each row that the selector finds, the exact numbers in it."""
        script = """return [...document.querySelectorAll(arguments[0])].map(
            (row) => [...row.querySelectorAll("[data-exact]")].map((number) => number.dataset.exact))"""
        return self.browser.execute_script(script, rows)

    def variants(self):
        """The values of all variants, "NaN" included."""
        script = """return [...document.querySelectorAll("[data-variant]")].map((row) => {
            const cell = row.querySelector("td");
            const numbers = [...cell.querySelectorAll("[data-exact]")].map((number) => number.dataset.exact);
            return [row.dataset.variant, cell.textContent.includes("NaN") ? "NaN" : numbers.join(",")];
        })"""
        return dict(self.browser.execute_script(script))


def text(numbers):
    return ",".join(str(number) for number in numbers)


def places(name):
    """A point of some faces of every dimension, the stations, points near boundaries and one with large numbers."""
    file, window = FILES[name]
    data = lesson(Network.load(file), name, window)
    chosen = [stop["point"] for stop in data["stations"] if stop["point"] is not None]
    for dimension in range(len(data["names"]) + 1):
        mine = [face["point"] for face in data["faces"] if face["dimension"] == dimension]
        chosen += random.Random(dimension).sample(mine, min(3, len(mine)))
    chosen.append([f"{10**40 + 1}/3", "-7/1000000007"][: len(data["names"])])
    return [tuple(map(Fraction, point)) for point in chosen]


@pytest.mark.parametrize("name", FILES)
def test_the_numbers_are_the_librarys(browser, pages, name):
    network = Network.load(FILES[name][0])
    shallow = {hidden: network.shallow(hidden) for hidden in (2, 3)}
    large = {hidden: with_large_number(found, M) for hidden, found in shallow.items()}
    opened = Page(browser, pages / f"{name}.html", "#variants")
    for point in places(name):
        opened.go(point)
        value = text(network(point))
        assert opened.exact("#deep-output") == value
        assert opened.exact("#shallow-output") == value
        assert opened.find("#here").get_attribute("data-signs") == "|".join(network.sign_vector(point))
        found = opened.variants()
        assert found.pop("floats") in ("NaN", value)
        assert found == {
            "exact-2": text(shallow[2](point)),
            "exact-3": text(shallow[3](point)),
            "closed": text(closed_cells_only(network, point)),
            "literal": text(literal_patterns(network, point)),
            "literal-zero": text(literal_patterns(network, point, active_at_zero=True)),
            "large-2": text(large[2](point)),
            "large-3": text(large[3](point)),
        }
        assert found["exact-2"] == found["exact-3"] == value
    console, asked = opened.logs()
    assert console == []
    assert [address for address in asked if not address.startswith("data:")] == [(pages / f"{name}.html").as_uri()]


def test_the_two_readings_of_an_active_neuron_differ(browser, pages):
    opened = Page(browser, pages / "one-sided.html", "#variants@0")
    found = opened.variants()
    assert (found["literal"], found["literal-zero"]) == ("5", "0")
    assert literal_patterns(ONE_SIDED, (0,)) == (5,)
    assert literal_patterns(ONE_SIDED, (0,), active_at_zero=True) == (0,)


@pytest.mark.parametrize("name", ["xor", "sawtooth3", "degenerate", "demo"])
@pytest.mark.parametrize("hidden", [2, 3])
def test_the_arithmetic_of_every_layer(browser, pages, name, hidden):
    network = Network.load(FILES[name][0])
    shallow = network.shallow(hidden)
    opened = Page(browser, pages / f"{name}.html", "#arithmetic")
    opened.choose("Construction", hidden)
    opened.choose("Which-gates", "all")
    for point in places(name)[:4]:
        opened.go(point)
        for depth, values in enumerate(network.pre_activations(point)):
            rows = opened.table(f'[data-deep-layer="{depth}"] tbody tr')
            assert [row[0] for row in rows] == [str(z) for z in values]
        for depth, values in enumerate(shallow.values(point)[1:-1]):
            rows = opened.table(f'[data-shallow-layer="{depth}"] tbody tr')
            assert [row[-1] for row in rows] == [str(a) for a in values[:16]]
            assert all(a == ("0" if z == "-oo" or z.startswith("-") else z) for z, a in rows)
    assert opened.logs()[0] == []


def test_infinities_and_signs_are_shown(browser, pages):
    opened = Page(browser, pages / "degenerate.html", "#arithmetic@2,0")
    opened.choose("Which-gates", "shut")
    rows = opened.all('[data-shallow-layer="1"] tbody tr')
    assert rows
    assert all("−∞" in row.text for row in rows)
    opened.choose("Which-gates", "open")
    assert any("(−∞)·0" in row.text for row in opened.all('[data-shallow-layer="1"] tbody tr'))
    assert opened.find("#euler").text == "signed count = 1"
    counts = [int(row.find_elements("css selector", "td")[0].text) for row in opened.all("#star tbody tr")]
    assert counts == [4, 4, 1]


def test_the_pages_arithmetic(browser, pages):
    opened = Page(browser, pages / "xor.html")
    number = random.Random(7).randint
    values = [Fraction(number(-9, 9), number(1, 9)) for _ in range(12)]
    values += [Fraction(10**30 + number(0, 9), 3**40), Fraction(0)]
    texts = [*map(str, values), "oo", "-oo"]
    script = """
        const attempt = (f) => {
            try { return format(f()); }
            catch (e) { return e instanceof Indeterminate ? "none" : String(e); }
        };
        const results = (x, y) => [
            attempt(() => add(x, y)), attempt(() => sub(x, y)), attempt(() => mul(x, y)),
            String(equal(x, y)), String(sign(x)), format(relu(x)),
        ];
        const xs = arguments[0].map(parse);
        return xs.map((x) => xs.map((y) => results(x, y)));
    """
    found = browser.execute_script(script, texts)
    for a, row in zip(texts, found, strict=True):
        for b, results in zip(texts, row, strict=True):
            x, y = ExtendedRational(a), ExtendedRational(b)
            expected = []
            for operation in (lambda x=x, y=y: x + y, lambda x=x, y=y: x - y, lambda x=x, y=y: x * y):
                try:
                    expected.append(str(operation()))
                except IndeterminateFormError:
                    expected.append("none")
            assert results == [*expected, str(x == y).lower(), str(x.sign()), str(x.relu())]
    read = ["1.25", "-.5", "5.", "1.5e-3", "2e3", "+3", "06/4", "-0"]
    assert browser.execute_script("return arguments[0].map((t) => format(parse(t)))", read) == [
        str(ExtendedRational(numeral)) for numeral in read
    ]
    bad = ["", "x", "1/0", "1/-2", "--1", "1e", ".", "1 2", "0x10", "1e9999999", "Infinity", "½"]
    assert browser.execute_script("return arguments[0].map(parse)", bad) == [None] * len(bad)
    assert opened.logs()[0] == []


def test_bad_coordinates_are_refused_in_words(browser, pages):
    opened = Page(browser, pages / "xor.html", "#deep@1/3,0")
    opened.go(["1/0", "0"])
    assert "exact finite number" in opened.find("#coordinate-error").text
    assert opened.exact("#deep-output") == "1/3"
    opened.go(["2/3", "0"])
    assert opened.find("#coordinate-error").text == ""
    assert opened.exact("#deep-output") == "2/3"


def coordinates(opened):
    return tuple(Fraction(element.get_attribute("value")) for element in opened.all("#coordinates input"))


def test_the_point_moves_with_the_arrow_keys(browser, pages):
    from selenium.webdriver.common.keys import Keys

    opened = Page(browser, pages / "xor.html", "#faces@1/3,0")
    browser.execute_script("document.getElementById('picture').focus()")
    step = Fraction(opened.find("#grid").get_attribute("value"))
    opened.press(Keys.ARROW_RIGHT)
    x, y = coordinates(opened)
    assert y == 0
    assert x == -(-Fraction(1, 3) // step) * step
    opened.press(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_LEFT, Keys.ARROW_DOWN)
    assert coordinates(opened) == (x - step, step)
    assert opened.focused.get_attribute("id") == "picture"
    network = Network.load(FILES["xor"][0])
    assert opened.exact("#deep-output") == str(network((x - step, step))[0])


def test_a_click_lands_on_the_grid(browser, pages):
    from selenium.webdriver import ActionChains

    for name in ("xor", "sawtooth3"):
        opened = Page(browser, pages / f"{name}.html")
        network = Network.load(FILES[name][0])
        step = Fraction(opened.find("#grid").get_attribute("value"))
        before = coordinates(opened)
        ActionChains(browser).move_to_element_with_offset(opened.find("#picture"), 70, -40).click().perform()
        point = coordinates(opened)
        assert point != before
        assert all((x / step).denominator == 1 for x in point)
        assert opened.exact("#deep-output") == text(network(point))
        assert opened.exact("#shallow-output") == text(network(point))


def test_everything_is_reached_with_the_tab_key_in_the_order_of_the_page(browser, pages):
    from selenium.webdriver.common.keys import Keys

    opened = Page(browser, pages / "xor.html", "#weights")
    visited = []
    for _ in range(40):
        opened.press(Keys.TAB)
        element = opened.focused
        if element.tag_name == "body":
            break
        entry = element.get_attribute("data-entry")
        visited.append(element.get_attribute("id") or (f"entry {entry}" if entry else element.text or "radio"))
        assert element.get_attribute("class") == "skip" or element.value_of_css_property("outline-style") != "none"
    order = ["picture", "x0", "x1", "face-select", "face-next", "zoom-in", "grid", "tab-weights", "panel-weights"]
    assert visited[0] == "Skip to the steps"
    assert [name for name in visited if name in order] == order
    # One stop for the whole matrix.
    assert [name for name in visited if name.startswith("entry")] == ["entry 0,0"]


def test_tabs_and_matrices_follow_the_arrow_keys(browser, pages):
    from selenium.webdriver.common.keys import Keys

    opened = Page(browser, pages / "xor.html")
    names = [tab.get_attribute("id").removeprefix("tab-") for tab in opened.all("[role=tab]")]
    assert names == ["deep", "bending", "faces", "weights", "arithmetic", "variants"]
    opened.open("deep")
    # The mouse is on the chosen tab, which stays as readable as it is without it.
    assert opened.find("#tab-deep").value_of_css_property("background-color") == "rgba(8, 76, 134, 1)"
    for name in [*names[1:], names[0]]:
        opened.press(Keys.ARROW_RIGHT)
        assert opened.focused.get_attribute("id") == f"tab-{name}"
        assert opened.focused.get_attribute("aria-selected") == "true"
        visible = [p.get_attribute("id") for p in opened.all("[role=tabpanel]") if p.is_displayed()]
        assert visible == [f"panel-{name}"]
        assert opened.find(f"#panel-{name} h2").text
    opened.press(Keys.END, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert opened.focused.get_attribute("id") == "tab-weights"
    opened.choose("Layer", 1)
    browser.execute_script("document.querySelector('[data-entry=\"0,0\"]').focus()")
    shallow = Network.load(FILES["xor"][0]).shallow()
    said = set()
    for k, row in enumerate(shallow.layers[1].rows):
        weights = dict(row)
        for column in range(shallow.widths[1]):
            assert opened.focused.get_attribute("data-entry") == f"{k},{column}"
            assert opened.focused.get_attribute("data-exact") == str(weights.get(column, ExtendedRational(0)))
            explanation = opened.find("#explain").text
            said.add(explanation)
            assert ("−∞, a penalty" in explanation) is (str(weights.get(column)) == "-oo")
            opened.press(Keys.ARROW_RIGHT)
        assert "Constant term" in opened.find("#explain").text
        opened.press(Keys.HOME, Keys.ARROW_DOWN, *[Keys.ARROW_LEFT] * shallow.widths[1])
    assert len(said) == 28


@pytest.mark.parametrize("name", ["xor", "sawtooth3", "degenerate", "demo"])
@pytest.mark.parametrize("hidden", [2, 3])
def test_every_entry_has_a_role(browser, pages, name, hidden):
    opened = Page(browser, pages / f"{name}.html", "#weights")
    opened.choose("Construction", hidden)
    script = """
        return [...document.querySelectorAll("[data-entry]")].map((entry) => {
            const [k, column] = entry.dataset.entry.split(",");
            const words = describe(state.layer, Number(k), column === "null" ? null : Number(column));
            return words.map((part) => typeof part === "string" ? part : part.textContent).join("");
        });
    """
    for layer in range(hidden + 1):
        opened.choose("Layer", layer)
        found = browser.execute_script(script)
        assert found
        assert all(len(words) > 20 and "undefined" not in words and "NaN" not in words for words in found)
    assert opened.logs()[0] == []


def test_long_lists_come_in_pages(browser, pages):
    opened = Page(browser, pages / "demo.html", "#weights")
    opened.choose("Layer", 1)
    assert len(opened.all("#matrix tbody tr")) == 16
    assert "1 to 16 of 2253 rows" in opened.find(".pager").text
    opened.find('[aria-label="Next page"]').click()
    assert "17 to 32 of 2253 rows" in opened.find(".pager").text
    assert opened.focused.get_attribute("aria-label") == "Next page"
    opened.find('[aria-label="Last page"]').click()
    assert "2241 to 2253 of 2253 rows" in opened.find(".pager").text
    shallow = Network.load(FILES["demo"][0]).shallow()
    entries = opened.all("#matrix tbody tr:last-child [data-entry]")
    weights = [str(weight) for _, weight in shallow.layers[1].rows[-1]]
    assert [entry.get_attribute("data-exact") for entry in entries][: len(weights)] == weights
    opened.open("faces")
    assert "1 to 16 of 705 faces" in opened.find(".pager").text
    assert len(opened.all("#face-table tbody tr")) == 16
    assert len(opened.all("*")) < 4000


def test_layers_are_shown_one_after_the_other(browser, pages):
    from selenium.webdriver.common.keys import Keys

    opened = Page(browser, pages / "degenerate.html", "#bending")
    script = "return document.querySelectorAll('#picture line[stroke-dasharray][stroke=\"%s\"]').length"
    colours = ["#0072B2", "#C44E00", "#00795A"]
    assert all(browser.execute_script(script % colour) for colour in colours)
    browser.execute_script("document.getElementById('depth').focus()")
    opened.press(Keys.ARROW_LEFT)
    assert [bool(browser.execute_script(script % colour)) for colour in colours] == [True, True, False]
    assert opened.focused.get_attribute("id") == "depth"
    opened.press(Keys.ARROW_LEFT)
    assert [bool(browser.execute_script(script % colour)) for colour in colours] == [True, False, False]
    assert opened.find("#depth").get_attribute("aria-valuetext") == "hidden layers 1 to 1"


def test_m_can_be_any_exact_number(browser, pages):
    from selenium.webdriver.common.keys import Keys

    network = Network.load(FILES["absolute"][0])
    opened = Page(browser, pages / "absolute.html", "#variants@1/3")
    for m in ("7/5", "1000", "1e-3"):
        opened.type(opened.find("#large"), m, Keys.ENTER)
        for hidden in (2, 3):
            expected = with_large_number(network.shallow(hidden), m)((Fraction(1, 3),))
            assert opened.variants()[f"large-{hidden}"] == text(expected)
    opened.type(opened.find("#large"), "-3", Keys.ENTER)
    assert opened.find("#large").get_attribute("value") == "1/1000"
    assert opened.variants()["floats"] == "NaN"


def test_controls_have_names(browser, pages):
    opened = Page(browser, pages / "xor.html")
    for tab in ("deep", "bending", "faces", "weights", "arithmetic", "variants"):
        opened.open(tab)
        for element in opened.all("button, input, select, [role=application], [role=tabpanel]"):
            assert not element.is_displayed() or element.accessible_name.strip(), element.get_attribute("outerHTML")
