"""Elements of HTML by what a reader sees of them."""

NOT_SHOWN = frozenset(
    {
        *("script", "style", "head", "title", "meta", "link", "template"),
        *("object", "embed", "iframe", "svg", "math", "canvas", "noscript"),
        *("select", "option", "textarea", "audio", "video", "base"),
    }
)
BLOCKS = frozenset(
    {
        *("div", "p", "table", "tr", "ul", "ol", "li", "dl", "dt", "dd"),
        *("blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
        *("center", "form", "address", "article", "aside", "footer", "header"),
        *("main", "nav", "section", "fieldset", "figure", "body", "caption"),
        *("thead", "tbody", "tfoot", "details", "summary"),
    }
)
