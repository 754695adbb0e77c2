"""The catalogue kept from the command line."""

import json

import pytest

from tests.kiosk.commands.calling import Call, Ended


@pytest.fixture
def supervised(call: Call) -> Call:
    """003 can open the day."""
    assert call("members", "supervisor", "003", "--pin-stdin", stdin=b"246810\n").code == 0
    return call


def refused(ended: Ended, code: int = 1) -> str:
    assert ended.code == code
    word: str = json.loads(ended.error)["error"]
    return word


def test_an_empty_catalogue_says_what_will_be_here_and_how_to_begin(supervised: Call) -> None:
    everything = supervised("catalogue", "list", "--kind", "hazard")
    assert (everything.code, everything.out) == (0, "")
    assert "只能自己写" in everything.error
    assert "catalogue add" in everything.error
    supervised("catalogue", "retire", "commitment", "工完场清", "--by", "003")
    whole = supervised("catalogue", "list")
    assert (whole.code, whole.out) == (0, "")
    assert "可选项将列在这里" in whole.error
    assert supervised("catalogue", "list", "--json").json == {"items": []}


def test_an_item_is_added_changed_and_retired(supervised: Call) -> None:
    by = ("--by", "003", "--json")
    made = supervised(
        "catalogue", "add", "service", "搬运", "--en", "Carrying", "--minutes", "30", *by
    ).json
    assert (made["text"], made["text_en"], made["minutes"]) == ("搬运", "Carrying", 30)
    changed = supervised("catalogue", "change", "service", "搬运", "--minutes", "45", *by).json
    assert (changed["text_en"], changed["minutes"]) == ("Carrying", 45)
    other = supervised("catalogue", "change", "service", "搬运", "--text", "搬运材料", *by).json
    assert (other["text"], other["text_en"], other["minutes"]) == ("搬运材料", None, 45)
    english = supervised("catalogue", "change", "service", "搬运材料", "--en", "Hauling", *by).json
    assert english["text_en"] == "Hauling"
    supervised("catalogue", "retire", "service", "搬运材料", "--by", "003")
    assert supervised("catalogue", "list", "--kind", "service", "--json").json == {"items": []}
    everything = supervised("catalogue", "list", "--kind", "service", "--all", "--json").json
    assert [one["retired"] for one in everything["items"]] == [True, True]


def test_the_list_tells_what_is_picked_how_often(call: Call) -> None:
    (item,) = call("catalogue", "list", "--json").json["items"]
    assert (item["kind"], item["text"], item["uses"]) == ("commitment", "工完场清", 1)
    assert "工完场清" in call("catalogue", "list").out
    assert "commitment" in call("catalogue", "list", "--lang", "en").out


def test_only_a_supervisor_keeps_it_and_changes_need_something(supervised: Call) -> None:
    add = ("catalogue", "add", "help", "想学技术", "--json")
    assert refused(supervised(*add), 2) == "wrong_usage"
    assert refused(supervised(*add, "--by", "002")) == "no_supervisor"
    nothing = supervised("catalogue", "change", "help", "想学技术", "--by", "003", "--json")
    assert refused(nothing, 2) == "wrong_usage"
    unknown = supervised("catalogue", "retire", "help", "没有的", "--by", "003", "--json")
    assert refused(unknown) == "unknown_item"
