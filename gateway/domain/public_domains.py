"""Mail domains in which anybody may have an address: the default of the setting."""

PUBLIC_DOMAINS = (
    *("qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "188.com", "sina.com"),
    *("sina.cn", "sina.com.cn", "sohu.com", "aliyun.com", "139.com", "189.cn", "wo.cn"),
    *("21cn.com", "tom.com", "263.net", "hinet.net", "pchome.com.tw", "netvigator.com"),
    *("gmail.com", "googlemail.com", "outlook.com", "outlook.de", "outlook.fr"),
    *("outlook.jp", "hotmail.com", "hotmail.co.uk", "hotmail.de", "hotmail.fr"),
    *("hotmail.it", "hotmail.es", "live.com", "live.cn", "live.co.uk", "live.de"),
    *("live.fr", "msn.com", "msn.cn", "yahoo.com", "yahoo.cn", "yahoo.com.cn"),
    *("yahoo.com.tw", "yahoo.com.hk", "yahoo.co.jp", "yahoo.co.uk", "yahoo.co.in"),
    *("yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.com.br", "ymail.com"),
    *("aol.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com"),
    *("pm.me", "tutanota.com", "tuta.com", "fastmail.com", "zoho.com", "mail.com"),
    *("hey.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de"),
    *("t-online.de", "freenet.de", "posteo.de", "mailbox.org", "orange.fr"),
    *("wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "libero.it", "virgilio.it"),
    *("btinternet.com", "comcast.net", "verizon.net", "att.net", "sbcglobal.net"),
    *("cox.net", "bigpond.com", "shaw.ca", "mail.ru", "bk.ru", "inbox.ru", "list.ru"),
    *("yandex.ru", "yandex.com", "ya.ru", "rambler.ru", "ukr.net", "seznam.cz"),
    *("wp.pl", "o2.pl", "onet.pl", "interia.pl", "naver.com", "daum.net"),
    *("hanmail.net", "kakao.com", "nate.com", "docomo.ne.jp", "ezweb.ne.jp"),
    *("softbank.ne.jp", "rediffmail.com", "uol.com.br", "bol.com.br", "terra.com.br"),
)
"""Two addresses of such a domain, or of one below, are no colleagues (PROCESS 6.4)."""
