"""Challenge-response: a program that asks the sender to prove himself first.

Rule: never answered, and no link of it is followed. Known programs are known by their
header or address; others only by the words of a challenge beside a way to answer it
and a sign that a machine sent it.
"""

import re

from gateway.mail.evidence import Evidence

_HEADERS = (
    *("x-tmda-fingerprint", "x-boxbe-challenge", "x-spamarrest-challenge"),
    *("x-mailinblack-challenge", "x-ask-info", "x-challenge-response"),
    *("x-cr-puzzleid", "x-cr-hashedpuzzle-challenge"),
)
_AGENTS = re.compile(
    r"(?i)\btmda\b|spam ?arrest|boxbe|mail-?in-?black|choicemail|bluebottle"
    r"|active spam killer|mailblocks|qurb|vanquish"
)
_ADDRESS = re.compile(
    r"(?i)\A[^\s@]{1,128}-(?:confirm|dated-confirm)-[^\s@]{6,128}@"
    r"|@(?:[\w-]{1,63}\.){0,3}(?:boxbe|spamarrest|mailinblack|bluebottle|mailblocks"
    r"|choicemail|usebestmail|spamlion|knowspam|0spam)\.(?:com|net|fr|eu)\Z"
    r"|\A(?:challenge|sender-?verif\w{1,10}|spam-?blocker|confirm-sender)"
    r"(?:[-_.+]\S{0,60})?@"
)
_SUBJECT = re.compile(
    r"(?i)please (?:confirm|verify) (?:your|that you)|confirm your (?:message|e-?mail)"
    r"|(?:sender|e-?mail|message) (?:verification|confirmation|authentication)\b"
    r"|verification required|action required to deliver|verify (?:yourself"
    r"|that you are)"
    r"|your (?:message|e-?mail) (?:is|has been) (?:held|waiting|awaiting|pending)"
    r"|awaiting (?:your )?(?:confirmation|verification|approval)"
    r"|\(conf#[0-9a-f]{6,64}\)"
    r"|发件人验证|发信人验证|邮件(?:待|需要|等待)(?:确认|验证)|请(?:确认"
    r"|验证)您的(?:邮件|身份|发件)"
    r"|veuillez (?:confirmer|vous authentifier)|authentifi\w{1,8}"
    r"|bestätigen sie (?:ihre|bitte)|confirme su (?:mensaje|correo)"
)
_TEXT = re.compile(
    r"(?i)(?:confirm|verify|prove|show|ensure)\b[^.!?]{0,40}\byou(?:'re| are)"
    r" (?:a |an )?(?:actual |real )?(?:human|person|not a (?:robot|machine|spammer))"
    r"|only (?:accept|allow|receive)s?\b[^.!?]{0,40}(?:e-?mail|messages?)[^.!?]{0,20}"
    r" from (?:senders|people|addresses|those)[^.!?]{0,40}(?:approved|know|confirmed)"
    r"|(?:your (?:e-?mail|message)|it)[^.!?]{0,60}(?:will (?:not )?be (?:delivered"
    r"|released)|is being held|has been (?:held|quarantined))[^.!?]{0,60}"
    r"(?:until|once|after|unless|as soon as|if)[^.!?]{0,60}\b(?:confirm|verif|click"
    r"|reply|authenticat|complete)"
    r"|(?:confirm|reply|click|verify|authenticat)\w{0,8}\b[^.!?]{0,120}(?:so that|for"
    r"|in order for|to (?:have|get)) your (?:e-?mail|message)[^.!?]{0,40}"
    r"(?:deliver|released|reach)"
    r"|(?:one-?time|first[- ]time)[^.!?]{0,60}(?:confirm|verif|authenticat|form)\w{0,8}"
    r"[^.!?]{0,80}(?:deliver|sender|e-?mail)"
    r"|(?:guest list|approved senders? list|allowed senders? list|white-?list)"
    r"[^.!?]{0,80}(?:click|confirm|verif|request)"
    r"|(?:点击|點擊|点选|访问|打开|回复)[^。！？]{0,40}(?:确认|確認|验证|驗證"
    r"|完成)[^。]{0,60}"
    r"(?:送达|投递|送達|才能|后方可|之后|放行|收到)"
    r"|(?:首次|第一次)[^。！？]{0,40}(?:来信|发信|发送|發送|邮件)[^。]{0,40}(?:确认"
    r"|验证|驗證)"
    r"|(?:确认|验证)您(?:不是|并非)(?:机器人|垃圾邮件)"
    r"|cliquez[^.!?]{0,80}(?:authentifi|confirm|valider)\w{0,8}"
    r"|votre (?:message|e-?mail|courriel)[^.!?]{0,60}(?:sera|est) (?:délivré|remis|mis"
    r" en attente|bloqué)[^.!?]{0,80}(?:authentifi|confirm|cliqu)"
    r"|bestätigen sie[^.!?]{0,80}(?:mensch|kein (?:spammer|roboter)|zugestellt)"
)
_WAY = re.compile(r"(?i)https?://|\breply to this|\bby replying|回复(?:本|此|这)邮件")
_TEXT_CHARS = 4000


def challenge_sign(evidence: Evidence) -> str:
    """Why it is a challenge; an empty string where it is none."""
    headers = evidence.headers
    for name in _HEADERS:
        if name in headers:
            return f"{name} is present"
    named = [sender.address for sender in evidence.senders]
    named += [headers.raw("reply-to").strip(" <>")]
    for address in named:
        if _ADDRESS.search(address):
            return f"address {address} of a challenge"
    agent = headers.raw("x-delivery-agent") + headers.raw("x-mailer")
    known = bool(_AGENTS.search(agent))
    asks = evidence.is_marked or bool(_SUBJECT.search(evidence.subject))
    if evidence.says_forward or not (known or asks):
        return ""
    text = " ".join(evidence.words[:_TEXT_CHARS].split())
    if _TEXT.search(text) and (known or _WAY.search(text)):
        return f"sent by {agent}" if known else "asks the sender to prove himself"
    return ""
