"""The cards of a board, put together here because a board draws hundreds of them."""

from django.utils.safestring import SafeString

from salesmgmt.web.markup import format_html

_CARD = (
    '<article class="deal" id="card-{pk}" aria-label="{said}" data-card data-row="{pk}" data-name="{name}" '
    'data-version="{version}" data-move="{move}?as=board"{draggable}>'
    '<div class="row-x">{mark}<a class="clip" href="{page}" data-panel="{panel}" draggable="false">{name}</a>'
    '{beside}</div>{lines}<div class="foot">{foot}</div></article>'
)
_DRAGGABLE = SafeString(' draggable="true"')
NOTHING = SafeString("")


def board_card(  # noqa: PLR0913  # the parts of a card, each by its name
    *,
    pk: int,
    name: str,
    said: str,
    version: int,
    move: str,
    page: str,
    panel: str,
    mark: SafeString,
    beside: SafeString,
    lines: SafeString,
    foot: SafeString,
    may_move: bool = True,
) -> SafeString:
    """A card that opens `page`, or `panel` beside the board, and is moved by posting to `move`.

    `mark` stands before its name and `beside` behind it; `lines` are `card_line`s, and `foot` is said of its stage.
    """
    return format_html(
        _CARD,
        pk=pk,
        name=name,
        said=said,
        version=version,
        move=move,
        page=page,
        panel=panel,
        mark=mark,
        beside=beside,
        lines=lines,
        foot=foot,
        draggable=_DRAGGABLE if may_move else NOTHING,
    )


def card_line(*parts: SafeString) -> SafeString:
    return format_html('<div class="next">{}</div>', SafeString("".join(parts)))
