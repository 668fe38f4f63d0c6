"""R42: a knowledge article is drafted, read by another, published, found again."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from gateway.desk.ports import Rendered
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.command_details import CommandResults
from gateway.domain.keywords import SUGGESTED_LIMIT
from gateway.domain.knowledge import (
    PART_LIMIT_CHARS,
    TITLE_LIMIT_CHARS,
    Article,
    ArticleKind,
    ArticleNumber,
    ArticleState,
    Visibility,
)
from gateway.domain.knowledge_details import ArticleTold, ArticleWord, Findings
from gateway.domain.notices import Notice
from gateway.domain.people import People, Role
from gateway.domain.scrubbing import Personal
from gateway.domain.verification_details import Settled
from gateway.store.shelf import ArticleShelf
from tests.support.builders import ANNE, BART, DAVE, ELLE, MORNING, NUMBER, PEOPLE
from tests.support.desk import PlainRenderer, Sent, World, code_of, rendering

KB = ArticleNumber("KB-0001")
COMPLAINT = """公司：蓝鲸物流有限公司
联系人：李安
电话：13800005678
故障现象：李安的打印机冒烟，请回电 13800005678 或 anne@customer.example
"""


@dataclass
class Listening:
    """A renderer that remembers what it was asked to say."""

    notices: list[Notice] = field(default_factory=list)

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        self.notices.append(notice)
        return PlainRenderer().render(notice, reply_address=reply_address)

    def told(self, to: str) -> ArticleTold:
        found = [one.detail for one in self.notices if one.to == to]
        told = [one for one in found if isinstance(one, ArticleTold)]
        return told[-1]

    @property
    def refused(self) -> list[Reason | None]:
        detail = self.notices[-1].detail
        assert isinstance(detail, CommandResults)
        return [line.reason for line in detail.lines if not line.done]


@pytest.fixture
def desk(world: World) -> World:
    """Bart has solved what Anne asked."""
    world.send(ANNE, COMPLAINT, subject="打印机冒烟")
    bart(world, "#take\n#cause 硒鼓过热\n#eta 30m\n#fix 更换硒鼓")
    return world


@pytest.fixture
def heard(desk: World) -> Listening:
    listening = Listening()
    rendering(desk, listening)
    return listening


def bart(world: World, text: str) -> tuple[Sent, ...]:
    return world.answer(world.letters(N.TO_ASSIGN, BART)[0], text)


def elle(world: World, text: str) -> tuple[Sent, ...]:
    """Elle, who supervises, answers the letter that asked her to read."""
    return world.answer(world.letter(N.KNOWLEDGE, ELLE), text)


def codes(letters: tuple[Sent, ...]) -> set[tuple[str, str]]:
    return {(one.code, one.to) for one in letters if one.code != N.COMMAND_RESULTS}


def article(world: World) -> Article:
    found = ArticleShelf(world.facts.database).article(KB)
    assert found is not None
    return found


def found(world: World, heard: Listening, words: str) -> list[str]:
    bart(world, f"#find {words}")
    detail = heard.notices[-1].detail
    assert isinstance(detail, Findings)
    return [one.key for one in detail.rows]


def among(world: World, people: People) -> None:
    """Let other people work at this desk."""
    world.desk.context = replace(world.desk.context, people=people)


# --- drafting ----------------------------------------------------------------


def test_r42_a_draft_takes_what_the_request_knows_and_goes_to_a_reviewer(
    desk: World, heard: Listening
) -> None:
    letters = bart(desk, "#article")

    draft = article(desk)
    assert (draft.title, draft.cause, draft.steps) == (
        "打印机冒烟",
        "硒鼓过热",
        "更换硒鼓",
    )
    assert (draft.state, draft.author, draft.source) == (
        ArticleState.DRAFT,
        BART,
        NUMBER,
    )
    assert draft.keywords
    assert (N.KNOWLEDGE, ELLE) in codes(letters)
    assert heard.told(ELLE).word is ArticleWord.DRAFTED


def test_d13_no_draft_holds_the_name_or_the_number_of_a_customer(
    desk: World, heard: Listening
) -> None:
    bart(desk, '#知识 李安的打印机冒烟 步骤="请联系李安 13800005678"')

    draft = article(desk)
    for text in (draft.title, draft.symptom, draft.steps, *draft.keywords):
        assert "李安" not in text
        assert "13800005678" not in text
        assert ANNE not in text
    removed = {one.kind: one.count for one in heard.told(BART).removed}
    assert removed.keys() == {Personal.NAME, Personal.PHONE, Personal.ADDRESS}


def test_parts_that_the_command_names_stand_in_the_draft(desk: World) -> None:
    bart(
        desk,
        '#article Printer smokes scope="model 7" prevention="clean it"'
        " kind=faq visible=customer keywords=drum,smoke",
    )

    draft = article(desk)
    assert (draft.title, draft.scope) == ("Printer smokes", "model 7")
    assert (draft.prevention, draft.kind) == ("clean it", ArticleKind.FAQ)
    assert draft.visibility is Visibility.CUSTOMER
    assert draft.keywords == ("drum", "smoke")


def test_long_parts_stand_under_headings_below_the_command(desk: World) -> None:
    bart(
        desk,
        """#知识 visible=customer
先看这里。
一、适用范围：7 型
【解决步骤】
1. 关机
2. 更换硒鼓，约 10 分钟
关键词：硒鼓、冒烟
预防措施：
""",
    )

    draft = article(desk)
    assert (draft.title, draft.scope) == ("打印机冒烟", "7 型")
    assert draft.steps == "1. 关机\n2. 更换硒鼓，约 10 分钟"
    assert draft.keywords == ("硒鼓", "冒烟")
    assert (draft.prevention, draft.visibility) == ("", Visibility.CUSTOMER)


def test_a_key_of_the_command_wins_over_a_heading(desk: World) -> None:
    bart(desk, "#article scope=A\nScope: B\nPrevention: C")

    assert (article(desk).scope, article(desk).prevention) == ("A", "C")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("#article kind=poem", Reason.BAD_ARGUMENT),
        ("#article visible=world", Reason.BAD_ARGUMENT),
        (f"#article keywords={'x' * 300}", Reason.KEYWORD_TOO_LONG),
        ("#article withdraw", Reason.MISSING_ARGUMENT),
        ("#article withdraw …", Reason.MISSING_ARGUMENT),
        ('#article revise steps="…"', Reason.MISSING_ARGUMENT),
        ("#article publish", Reason.NO_ARTICLE),
        ("#article revise steps=x", Reason.NO_ARTICLE),
        ("#article withdraw old", Reason.NO_ARTICLE),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(
    desk: World, heard: Listening, line: str, reason: Reason
) -> None:
    bart(desk, line)

    assert heard.refused == [reason]
    assert ArticleShelf(desk.facts.database).everything() == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ("#article", Reason.NOT_IN_THIS_STATUS),
        ("#take\n#article", Reason.NO_CAUSE_YET),
        ("#take\n#cause toner\n#article", Reason.NO_SOLUTION_YET),
    ],
)
def test_nothing_is_learned_from_what_is_not_solved(
    world: World, commands: str, reason: Reason
) -> None:
    world.send(ANNE, COMPLAINT, subject="打印机冒烟")
    heard = Listening()
    rendering(world, heard)
    bart(world, commands)

    assert heard.refused == [reason]


def test_a_request_has_one_article_that_stands(desk: World, heard: Listening) -> None:
    bart(desk, "#article")
    bart(desk, "#article")

    assert heard.refused == [Reason.ARTICLE_EXISTS]


def test_no_part_is_longer_than_its_limit(desk: World) -> None:
    title, steps = "题" * 500, "步" * 9000
    bart(desk, f"#article {title}\n解决步骤：{steps}\n适用范围：\x01<b>{{{{7*7}}}}</b>")

    draft = article(desk)
    assert len(draft.title) == TITLE_LIMIT_CHARS
    assert len(draft.steps) == PART_LIMIT_CHARS
    assert "{{7*7}}" in draft.scope


# --- reading and publishing --------------------------------------------------


def test_a_reviewer_publishes_and_sets_the_day_of_the_next_look(
    desk: World, heard: Listening
) -> None:
    bart(desk, "#article")
    letters = elle(desk, "#article publish visible=customer")

    standing = article(desk)
    assert (standing.state, standing.reviewer) == (ArticleState.PUBLISHED, ELLE)
    assert standing.visibility is Visibility.CUSTOMER
    assert standing.review_on == (MORNING + timedelta(days=180)).date()
    assert codes(letters) == {(N.KNOWLEDGE, BART)}
    assert heard.told(BART).word is ArticleWord.PUBLISHED


def test_nobody_publishes_alone_what_he_wrote(desk: World, heard: Listening) -> None:
    among(desk, _with_knowledge_administrators(BART, DAVE))
    bart(desk, "#article")
    bart(desk, "#article publish")

    assert heard.refused == [Reason.OWN_ARTICLE]
    assert article(desk).state is ArticleState.DRAFT


def test_whoever_reviews_no_articles_publishes_none(
    desk: World, heard: Listening
) -> None:
    bart(desk, "#article")
    bart(desk, "#article publish")

    assert heard.refused == [Reason.NOT_A_REVIEWER]


def test_knowledge_administrators_read_before_supervisors_do(desk: World) -> None:
    among(desk, _with_knowledge_administrators(DAVE))
    letters = bart(desk, "#article")

    assert codes(letters) >= {(N.KNOWLEDGE, DAVE)}
    assert (N.KNOWLEDGE, ELLE) not in codes(letters)


def test_the_only_reviewer_there_is_may_publish_his_own(desk: World) -> None:
    among(desk, _with_knowledge_administrators(BART))
    bart(desk, "#article\n#article publish")

    # Both stand in one mail: the second sees what the first has written.
    assert article(desk).state is ArticleState.PUBLISHED


def test_a_draft_goes_back_to_its_author_with_a_reason(
    desk: World, heard: Listening
) -> None:
    bart(desk, "#article")
    letters = elle(desk, "#article revise which model is it?")

    assert codes(letters) == {(N.KNOWLEDGE, BART)}
    told = heard.told(BART)
    assert (told.word, told.reason) == (ArticleWord.RETURNED, "which model is it?")
    assert article(desk).state is ArticleState.DRAFT


def test_what_stands_is_revised_as_a_new_version_and_read_again(desk: World) -> None:
    bart(desk, "#article")
    elle(desk, "#article publish")
    letters = bart(desk, '#article revise steps="model 7 only"')

    draft = article(desk)
    assert (draft.version, draft.steps) == (2, "model 7 only")
    assert draft.state is ArticleState.DRAFT
    assert (N.KNOWLEDGE, ELLE) in codes(letters)

    elle(desk, "#article publish")
    assert (article(desk).version, article(desk).state) == (2, ArticleState.PUBLISHED)


def test_what_is_withdrawn_is_found_no_more_and_stays_on_record(
    desk: World, heard: Listening
) -> None:
    bart(desk, "#article")
    elle(desk, "#article publish")
    assert found(desk, heard, "更换硒鼓") == [KB, NUMBER]

    elle(desk, "#article withdraw another drum now")

    assert found(desk, heard, "更换硒鼓") == [NUMBER]
    assert article(desk).state is ArticleState.WITHDRAWN


def test_after_a_withdrawal_the_request_may_have_another_article(desk: World) -> None:
    bart(desk, "#article")
    elle(desk, "#article withdraw no")
    bart(desk, "#article better")

    titles = [one.title for one in ArticleShelf(desk.facts.database).everything()]
    assert titles == ["打印机冒烟", "better"]


def test_no_customer_writes_an_article(desk: World) -> None:
    receipt = desk.letter(N.ACCEPTED, ANNE)
    desk.answer(receipt, "#article")
    desk.answer(receipt, "#article publish")

    assert ArticleShelf(desk.facts.database).everything() == ()


def _with_knowledge_administrators(*who: str) -> People:
    members = {
        one: replace(person, role=Role.KNOWLEDGE) if one in who else person
        for one, person in PEOPLE.members.items()
    }
    return replace(PEOPLE, members=members)


def test_r41_keywords_that_suit_it_are_told_to_the_owner_of_what_is_confirmed(
    world: World,
) -> None:
    world.send(ANNE, "打印机一直报“硒鼓过热”，已重启。", subject="打印机硒鼓过热")
    bart(world, "#take\n#cause 硒鼓老化\n#fix 更换硒鼓\n#test 打印一页\n#resolve")
    heard = Listening()
    rendering(world, heard)
    please = world.letter(N.CONFIRM_PLEASE, ANNE)
    world.answer(please, f"CONFIRM {code_of(world)}")

    (told,) = [one.detail for one in heard.notices if one.code is N.OUTCOME]
    assert isinstance(told, Settled)
    assert "硒鼓老化" in told.keywords
    assert len(told.keywords) <= SUGGESTED_LIMIT


def test_an_article_that_helped_is_counted_once_for_each_request(desk: World) -> None:
    bart(desk, "#article")
    elle(desk, "#article publish")
    desk.send(ANNE, "又冒烟了", subject="二号打印机冒烟")
    second = desk.letters(N.TO_ASSIGN, BART)[-1]
    desk.answer(
        second,
        "#take\n#cause 同上\n#fix 按 KB1 和 KB-0001 换鼓\n#test 打印一页\n#resolve",
    )
    desk.answer(second, "#unresolved 再看看\n#cause 同上\n#fix KB-0001")

    uses = ArticleShelf(desk.facts.database).uses(None, None)
    assert uses == {KB: 1}
