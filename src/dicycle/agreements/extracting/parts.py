"""What a language finds in sentences, before anything is put together: mentions and acts."""

from typing import Literal, NamedTuple, Protocol

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.vocabulary import Kind, PartyType, Qualifier, Role, Tag

MentionKind = PartyType | Literal["place", "event"]
Verb = Literal["sign", "agree", "talk", "start", "commission", "terminate", "suspend", "expand"]
Assertion = Literal["done", "planned", "negated", "hypothetical"]


class Mention(NamedTuple):
    """A name, or a phrase that stands for one: without article, without the quotation marks around it.

    `name` is it in its dictionary form (nominative in Russian), as long as it is written; `short` what it is called
    from there on ("hereinafter …", "(CATL)"); `nominal` if it is no name ("the company", 该公司): `stands_for` is
    then what it can be, ``company``, ``government`` …, and `number` how many it stands for (2: both sides).
    """

    start: int
    end: int
    kind: MentionKind
    name: str
    short: tuple[str, ...] = ()
    short_spans: tuple[Span, ...] = ()
    nominal: bool = False
    number: int = 1
    country: str | None = None
    level: str | None = None
    seat: str | None = None

    @property
    def span(self) -> Span:
        """Return its characters."""
        return Span(self.start, self.end)


class Parentage(NamedTuple):
    """That one mention is a ``holding_subsidiary``, ``wholly_owned_subsidiary`` or ``subsidiary`` of another."""

    child: Mention
    parent: Mention
    relation: str
    span: Span


class Beside(NamedTuple):
    """Someone with another part in it: a host, a witness, who signed for a party, a speaker, a planned partner."""

    mention: Mention
    role: Role
    span: Span


class Act(NamedTuple):
    """A sentence's word that parties did something with one another.

    `span` is the trigger with its agreement noun ("signed a strategic cooperation agreement"), `noun` the noun phrase
    alone. `groups` are the parties: one group for each agreement ("between A and B, and between C and D" has two); an
    empty group is an agreement whose parties this clause does not name. `fresh` where a word says that it is one more
    ("another", "zusätzlich", 另); `historical` where it is told as past background ("in the previous two editions").
    `number` of signed projects or agreements ("137 projects were signed"), with its span; `part` if they are part of
    a number told before ("among the 137 projects, 133 …").
    """

    span: Span
    sentence: Sentence
    verb: Verb
    kind: Kind
    groups: tuple[tuple[Mention, ...], ...] = ((),)
    assertion: Assertion = "done"
    noun: Span | None = None
    title: Span | None = None
    strategic: bool = False
    binding: bool | None = None
    fresh: bool = False
    historical: bool = False
    number: int | None = None
    qualifier: Qualifier = "exact"
    number_span: Span | None = None
    part: bool = False
    nominal: bool = False


class Tagged(NamedTuple):
    """Words of a stage of the chain."""

    tag: Tag
    span: Span


class Sited(NamedTuple):
    """A place where something was signed (``event``) or will be carried out (``implementation``)."""

    span: Span
    mention: Mention
    use: Literal["event", "implementation"]


class Tongue(Protocol):
    """A language of documents: all that depends on its words and grammar."""

    def mentions(self, document: Document, sentences: list[Sentence]) -> list[Mention]:
        """Return the names and nominal phrases of sentences, in the order of the text."""

    def acts(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Act]:
        """Return what parties did, as a sentence tells it; `mentions` are those of the sentence."""

    def parentages(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Parentage]:
        """Return who is whose subsidiary."""

    def beside(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Beside]:
        """Return hosts, witnesses, signing persons, speakers and planned partners."""

    def sited(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Sited]:
        """Return places of signing and of carrying out."""

    def subjects(self, document: Document, span: Span) -> list[Tagged]:
        """Return the stages of the chain that words of a span name."""

    def continues(self, document: Document, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on about the agreement before it ("Under the framework agreement, …")."""
