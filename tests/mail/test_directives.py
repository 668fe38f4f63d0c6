"""The grammar of staff commands (COMMANDS.md: grammar, normalisation)."""

import tomllib
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, strategies as st

from gateway.domain.commands import Verb
from gateway.mail.directives import (
    COMMANDS_LIMIT,
    IGNORED_LIMIT,
    LINES_LIMIT,
    NUMBERS_LIMIT,
    Directive,
    Directives,
    Ignored,
    read_directives,
    request_numbers,
    subject_number,
)
from gateway.mail.vocabulary import (
    WORD_LENGTH_LIMIT,
    WORDS_LIMIT,
    VerbEntry,
    vocabulary_from,
)

FILE = Path(__file__).parents[2] / "config/commands.toml"
TABLES = MappingProxyType(
    {
        verb: VerbEntry(**table)
        for verb, table in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
    }
)
VOCABULARY = vocabulary_from(TABLES)
NUMBER = "TS20231001001"


def read(text: str) -> Directives:
    return read_directives(text, VOCABULARY)


def only(text: str) -> Directive:
    (directive,) = read(text).lines
    return directive


@pytest.mark.parametrize(
    ("line", "verb", "argument"),
    [
        ("#take", "take", ""),
        ("# take", "take", ""),
        ("#Take.", "take", ""),
        ("＃受理", "take", ""),
        ("﹟受理。", "take", ""),
        ("♯ＴＡＫＥ", "take", ""),
        ("#受理！", "take", ""),
        ("   #take", "take", ""),
        ("\ufeff#\u200b受\u200d理", "take", ""),
        ("#assign bob.", "assign", "bob"),
        ("#Assign   @bob    he  knows", "assign", "@bob he knows"),
        ("#指派　＠ｂｏｂ", "assign", "@bob"),
        ("#指派@bob", "assign", "@bob"),
        ("#通话：接通 客户说好了", "call", "接通 客户说好了"),
        ("#未解决 还是不行", "unresolved", "还是不行"),
        ("#解决", "resolve", ""),
        ("#测试3次均成功", "test", "3次均成功"),
        ("#fix 10:20–11:30 restarted", "fix", "10:20-11:30 restarted"),
        ("#即时 １０：２０ 重启", "fix", "10:20 重启"),
    ],
)
def test_a_command_is_read_in_any_spelling(line: str, verb: str, argument: str) -> None:
    directive = only(line)
    assert (directive.verb, directive.argument) == (verb, argument)
    assert directive.line == line.strip()


def test_words_of_a_letter_to_the_customer_keep_their_punctuation() -> None:
    argument = only(
        "#解决 已重启①，上限由 200 调至 400；“连接超时”…不再出现。"
    ).argument
    assert argument == "已重启①，上限由 200 调至 400；“连接超时”…不再出现"


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("#asign bob", "assign"),
        ("#resolv", "resolve"),
        ("#解决了", "解决"),
        ("#未解决的还有打印", "未解决"),
        ("#完成", "完"),
        ("#test3", "test"),
        ("#xyzzy", ""),
        ("#bananas", ""),
    ],
)
def test_an_unknown_word_is_no_command_and_gets_a_suggestion(
    line: str, suggestion: str
) -> None:
    directive = only(line)
    assert directive.verb is None
    assert directive.suggestion == suggestion


def test_a_known_key_is_a_pair_and_any_other_is_text() -> None:
    directive = only('#cause kind＝internal pool max=200 note="a b"')
    assert directive.pairs == (("kind", "internal"),)
    assert directive.argument == 'pool max=200 note="a b"'


def test_a_quoted_part_is_one_word_in_any_quotes() -> None:
    assert only('#assign "Bart Smith" he knows').words == ("Bart Smith", "he", "knows")
    assert only("#assign “Bart Smith”").words == ("Bart Smith",)
    assert only("#assign 「Bart Smith」 x").words == ("Bart Smith", "x")
    assert only('#fix restart consent="Ms Li"').pairs == (("consent", "Ms Li"),)
    assert only('#assign "Bart').words == ('"Bart',)


def test_a_comment_is_cut_and_a_web_address_is_not() -> None:
    directive = only("#note see http://wiki.example/a //b // for Dave")
    assert directive.argument == "see http://wiki.example/a"
    assert directive.comment == "b // for Dave"
    assert only('#note "a // b" // c').argument == '"a // b"'
    assert only("#take // mine").argument == ""


def test_commands_stand_at_the_top_and_the_rest_is_text() -> None:
    read_ = read("\n#受理\n\n#通话 接通\n客户说 ①…，明天再试。\n\n谢谢\n")
    assert [line.verb for line in read_.lines] == ["take", "call"]
    assert read_.rest == "客户说 ①…，明天再试。\n\n谢谢"
    assert read_.ignored == ()


def test_a_command_below_text_is_reported_and_not_read() -> None:
    read_ = read("#take\nHello,\n#close\n> #resolve\n#1 is done\n# heading\n# 受理")
    assert [line.verb for line in read_.lines] == ["take"]
    assert read_.ignored == (
        Ignored(number=3, line="#close"),
        Ignored(number=7, line="# 受理"),
    )
    assert "#close" in read_.rest


def test_a_mail_that_begins_with_text_holds_no_command() -> None:
    assert read("Dear all,\n#take").lines == ()
    assert read("> #take\n#resolve").lines == ()
    assert read("-- \n#take").lines == ()


@pytest.mark.parametrize("end", ["#end", "#完", "＃完。", "#End"])
def test_end_makes_text_of_what_follows(end: str) -> None:
    read_ = read(f"#take\n{end}\n#resolve\n")
    assert [line.verb for line in read_.lines] == ["take"]
    assert read_.rest == "#resolve"
    assert read_.ignored == ()


@pytest.mark.parametrize("line", ["##take", "\\#take", "＃＃take"])
def test_an_escaped_line_is_text(line: str) -> None:
    read_ = read(f"{line}\nmore")
    assert read_.lines == ()
    assert read_.rest in {"#take\nmore", "＃take\nmore"}


@pytest.mark.parametrize(
    "line",
    [
        "    #take",
        "\t#take",
        "　　　　#take",
        "· #take",
        "✓ #take",
        "#",
        "#1 done",
        "#-",
    ],
)
def test_an_example_or_a_number_is_no_command(line: str) -> None:
    assert read(line).lines == ()
    assert read(line).ignored == ()


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("受理", ["take"]),
        (
            "受理。\n定位 连接池满\n测试：通过\n解决",
            ["take", "cause", "test", "resolve"],
        ),
        ("take\nassign @bart", ["take", "assign"]),
        ("受理\n#备注 x", ["take", "note"]),
    ],
)
def test_the_commonest_words_need_no_mark_in_a_mail_of_commands_alone(
    text: str, verbs: list[str]
) -> None:
    read_ = read(text)
    assert [line.verb for line in read_.lines] == verbs
    assert read_.rest == ""


@pytest.mark.parametrize(
    "text",
    [
        "受理\n我明天去看看",
        "test it again tomorrow please",
        "fix is on the way",
        "测试通过了",
        "解决了",
        "备注 x",
        "升级 x",
        "    受理",
        "受理\n" * (COMMANDS_LIMIT + 1),
    ],
)
def test_prose_that_begins_like_a_command_is_text(text: str) -> None:
    read_ = read(text)
    assert read_.lines == ()
    assert read_.rest == text.strip("\n")


def test_quiet_and_on_steer_and_are_no_lines() -> None:
    read_ = read(f"#静默\n#备注 a\n#对 {NUMBER} ts20231001002\n#take\ntext")
    assert read_.quiet
    assert read_.on == (NUMBER, "TS20231001002")
    assert [(line.verb, line.on) for line in read_.lines] == [
        ("note", ()),
        ("take", (NUMBER, "TS20231001002")),
    ]


def test_on_without_a_number_is_an_error() -> None:
    directive = only("#on everything")
    assert directive.verb is None
    assert directive.suggestion.startswith("on TS")


def test_lines_beyond_the_limits_are_reported_and_not_read() -> None:
    read_ = read("#take\n" * (LINES_LIMIT + IGNORED_LIMIT + 5))
    assert len(read_.lines) == LINES_LIMIT
    assert len(read_.ignored) == IGNORED_LIMIT
    assert read_.ignored[0].number == LINES_LIMIT + 1


@pytest.mark.parametrize(
    "text",
    [
        "关于TS20231001001的问题",
        "ＴＳ２０２３１００１００１",
        "Re: [ts20231001001]",
        "TS 20231001001",
        "T\u200bS20231001001",
    ],
)
def test_a_request_number_is_found_in_any_spelling(text: str) -> None:
    assert request_numbers(text) == (NUMBER,)


@pytest.mark.parametrize(
    "text",
    ["XTS20231001001", "TS2023100100", "1TS20231001001", "TS2023100100a", "٢TS٢٠٢٣"],
)
def test_what_is_no_request_number_is_not_found(text: str) -> None:
    assert request_numbers(text) == ()


def test_a_longer_serial_is_another_number_and_each_counts_once() -> None:
    text = "TS202310011234, TS20231001001 TS202310011234"
    assert request_numbers(text) == ("TS202310011234", NUMBER)
    many = " ".join(f"TS20231001{n:03}" for n in range(NUMBERS_LIMIT + 9))
    assert len(request_numbers(many)) == NUMBERS_LIMIT


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [TS20231001001] 订单",
        "回复：【TS20231001001】订单",
        "答复: ［ＴＳ２０２３１００１００１］ 订单",
        "[ts20231001001]",
        "[ TS20231001001 ]",
    ],
)
def test_a_subject_tag_is_read_in_any_brackets(subject: str) -> None:
    assert subject_number(subject) == NUMBER


@pytest.mark.parametrize(
    "subject", ["", "TS20231001001", "[TS2023]", "(TS20231001001)"]
)
def test_a_number_without_its_brackets_is_no_tag(subject: str) -> None:
    assert subject_number(subject) is None


@given(st.text(alphabet=st.characters(exclude_characters="#＃﹟♯\\"), max_size=400))
def test_text_without_a_command_is_handed_on_unchanged(text: str) -> None:
    lines = ["Hello,", *text.splitlines()]
    read_ = read("\n".join(lines))
    assert read_ == Directives(rest="\n".join(lines).strip("\r\n"))


@given(st.text(alphabet='#＃受理takesolve 解决 //"“=:：.。\n>-', max_size=200))
def test_an_indented_or_quoted_mail_holds_no_command(text: str) -> None:
    for prefix in ("> ", "    ", "· "):
        quoted = "\n".join(prefix + line for line in text.splitlines())
        assert read(quoted).lines == ()


def test_every_verb_of_this_version_has_words_in_both_languages() -> None:
    assert set(TABLES) == {*Verb, "end", "quiet", "on"}
    for table in TABLES.values():
        assert table.words.keys() == {"en", "zh-CN"}
        assert all(table.words.values())
    # COMMANDS: bare words for the commonest commands, and for plain questions.
    asking = {Verb.FIND, Verb.LIST, Verb.SHOW, Verb.HISTORY, Verb.WHY, Verb.STATS}
    assert len(set(VOCABULARY.bare) - asking) == 6


def with_verb(words: tuple[str, ...], trust: str = "T2") -> dict[str, VerbEntry]:
    return {**TABLES, "zap": VerbEntry(words={"en": words}, trust=trust)}


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({k: v for k, v in TABLES.items() if k != "end"}, r"\[end\] is missing"),
        (with_verb(("take",)), r"\[zap\] 'take' already means 'take'"),
        (with_verb(()), "no words"),
        (with_verb(("two words",)), "one run of letters"),
        (with_verb(("zap3",)), "one run of letters"),
        (with_verb(("zap解决",)), "one run of letters"),
        (with_verb(("z" * (WORD_LENGTH_LIMIT + 1),)), "one run of letters"),
        (with_verb(("zap",), trust="T9"), "not one of T0, T1"),
        (with_verb(("zap",), trust="T0"), "below T1"),
    ],
)
def test_a_bad_vocabulary_is_refused_with_a_reason(
    tables: dict[str, VerbEntry], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        vocabulary_from(tables)


def test_a_vocabulary_beyond_its_limit_is_refused() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = tuple(f"q{a}{b}" for a in letters for b in letters)[: WORDS_LIMIT + 1]
    with pytest.raises(ValueError, match="words"):
        vocabulary_from(with_verb(words))
