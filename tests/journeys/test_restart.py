"""A gateway ends when it is told to, and the next one goes on where it was."""

from gateway.cli.demo_story import Act, Story
from gateway.cli.demo_words import ENGLISH
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, a_mail

END_LIMIT_SECONDS = 5.0


def test_a_story_goes_on_after_a_restart_in_its_middle(daemon: Daemon) -> None:
    story = Story(post=daemon.post(), words=ENGLISH)
    for chapter in (story.ask, story.accept, story.work, story.resolve):
        list(chapter())
        assert daemon.stop() < END_LIMIT_SECONDS
        assert daemon.process.returncode == 0
        daemon.start()

    scenes = {scene.act for scene in story.confirm()}

    assert Act.RECEIPT in scenes
    assert daemon.command("audit").code == 0


def test_mail_that_came_in_while_it_was_down_is_handled_at_the_start(
    daemon: Daemon,
) -> None:
    daemon.stop()
    ingested = daemon.command("ingest", "--from", ANNE, stdin=a_mail())
    assert ingested.code == 0
    queue_id = ingested.out.split()[-1]
    assert queue_id in daemon.command("queue", "list").out
    assert "waiting        1" in daemon.command("audit").out

    daemon.start()
    letter = daemon.post().wait_for("C01", ANNE)

    assert letter["X-Ticket"]
    assert daemon.command("queue", "list").out == "-- 0 waiting\n"
    assert "waiting        0" in daemon.command("audit").out


def test_mail_that_is_ingested_beside_a_running_gateway_is_handled(
    daemon: Daemon,
) -> None:
    assert daemon.command("ingest", "--from", ANNE, stdin=a_mail()).code == 0

    assert daemon.post().wait_for("C01", ANNE)["X-Ticket"]


def test_the_same_mail_again_after_a_restart_is_filed(daemon: Daemon) -> None:
    daemon.send(a_mail(), ANNE)
    post = daemon.post()
    post.wait_for("C01", ANNE)
    daemon.stop()
    daemon.start()

    daemon.send(a_mail(), ANNE)
    daemon.wait_for_log("end_state=filed reason=duplicate")

    assert len(post.letters("C01", ANNE)) == 1
    assert "duplicate" in daemon.command("audit").out
