"""Intent classifier for whole messages and for the questions in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.curated_questions import curated_questions
from bot.nlu.intent_model import Example, IntentModel, Ranked, Setup
from bot.nlu.made_from import MadeFromContent
from bot.nlu.parts import Piece, Splitter
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import read_content
from knowledge.cues import Cues, read_cues
from knowledge.settings import Settings

RANKING = "intent_ranking"
PARTS = "parts"
VOICE = "voice"
MANNER = "manner"
READER = "reader"
PRAISES = "praises"
EMERGENCY = "emergency"


@dataclass(frozen=True)
class Part:
    """A question of a message: its intent, how sure that is, and the characters from ``start`` to ``end``."""

    intent: str
    confidence: float
    start: int
    end: int


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionReader(MadeFromContent, IntentClassifier, GraphComponent):
    """Gives each message its intent, its ``parts`` (more than one where it asks more) and its ``voice``.

    Beside these: its ``manner`` (how it hangs on to what was said before), the ``reader`` whom it wants answers worded
    for, and whether it ``praises``.

    ``accept`` is the share of the probability that the intents in scope must have together (``accept_on_subject`` where
    the text names terms of all categories of one of the groups ``on_subject``), ``part`` the share that the intent of a
    part must have (``bare_part`` where the part names nothing that is known), ``unworded`` the share from which a piece
    joined to a question is one as well, though no word says so, ``side`` that of two questions on both sides of a joint,
    each at least hinted at by the share ``hint`` in the whole, and ``emergency`` that of an emergency which no cue tells
    of. ``silent`` are the intents that ask nothing (``telling`` the one of them that tells something of a
    patient, which no text of more than ``brief`` words is that is worded as a question, or of which a question has the
    share ``asks_beside``; ``opening`` the one that begins with another patient, which no question of that share is
    either), ``focus`` the share that the piece which asks has in the ranking of a whole message, ``foreign`` those out
    of scope. ``told_apart`` are kinds of question with more than one intent: for these the content's own questions are
    no examples. The rest are the settings of :class:`~bot.nlu.intent_model.Setup`.
    """

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel, cues: Cues
    ) -> None:
        """Take the component's ``config`` and what it reads with; ``storage`` and ``resource`` keep the model."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._cues = cues
        self._splitter = Splitter(cues)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Thresholds and settings; docs/evaluation.md says how they were chosen."""
        return {
            "accept": 0.5,
            "accept_on_subject": 0.5,
            "on_subject": [["subject"]],
            "part": 0.5,
            "bare_part": 0.85,
            "unworded": 0.9,
            "side": 0.97,
            "hint": 0.003,
            "emergency": 0.5,
            "silent": [],
            "telling": None,
            "opening": None,
            "brief": 4,
            "asks_beside": 0.3,
            "focus": 0.25,
            "foreign": [],
            "told_apart": [],
            "meaning": Setup.meaning,
            "strength": Setup.strength,
            "softness": Setup.softness,
            "ranking_length": 5,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionReader:
        """An untrained component."""
        model = IntentModel(Setup.of(config))
        return cls(config, model_storage, resource, model, read_cues(Settings.from_environment().content))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionReader:
        """The component with the weights and cues of the trained model."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.load(folder)
            cues = Cues.parse_file(folder / "cues.json")
        return cls(config, model_storage, resource, model, cues)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the intent examples, with the clinical categories that the content's vocabulary finds in them."""
        content = read_content(Settings.from_environment().content)
        matcher = Matcher(terms_of(content))
        texts = [(str(one.get(TEXT)), str(one.get(INTENT))) for one in training_data.intent_examples if one.get(TEXT)]
        examples = [Example(text, categories(matcher, text), intent) for text, intent in texts]
        self._model.fit([*examples, *self._curated({intent for _, intent in texts})])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
            (folder / "cues.json").write_text(self._cues.json(ensure_ascii=False), encoding="utf-8")
        return self._resource

    def _curated(self, intents: set[str]) -> Iterator[Example]:
        """The content's own questions, as examples of the first kind of question that their statement answers."""
        for asked in curated_questions(Settings.from_environment().content):
            intent = f"ask_{asked.statement.answers[0]}"
            if intent in intents and asked.statement.answers[0] not in self._config["told_apart"]:
                yield Example(asked.text, _sorted(found.term.category for found in asked.found), intent)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's intent, the ranking below it, and its parts."""
        for message in messages:
            text = message.get(TEXT) or ""
            ranking, parts = self.read(text, message.get(ENTITIES, [])) if text else ([], [])
            best = _as_rasa(ranking[0]) if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, best, add_to_output=True)
            shown = [_as_rasa(one) for one in ranking[: self._config["ranking_length"]]]
            message.set(RANKING, shown, add_to_output=True)
            message.set(VOICE, self._voice(text), add_to_output=True)
            message.set(MANNER, self._cues.manner(text), add_to_output=True)
            message.set(READER, self._cues.reader(text), add_to_output=True)
            message.set(PRAISES, self._cues.praises(text), add_to_output=True)
            message.set(PARTS, [asdict(part) for part in parts], add_to_output=True)
        return messages

    def read(self, text: str, entities: Sequence[dict[str, Any]]) -> tuple[list[Ranked], list[Part]]:
        """The ranking of the whole ``text``, the decision first, and its questions from left to right."""
        pieces = [self._as_read(piece, text, entities) for piece in self._splitter.pieces(text)]
        asking = self._splitter.questions(pieces, text)
        last = (asking or [(piece.start, piece.end) for piece in pieces])[-1:] if len(pieces) > 1 else []
        whole = self._decided(text, 0, len(text), entities, last)
        if self._is_emergency(text, whole):
            return _led(Ranked(EMERGENCY, 1.0), whole), [Part(EMERGENCY, 1.0, 0, len(text))]
        # What is about something else as a whole is not answered in pieces.
        if whole[0].intent in self._config["foreign"]:
            pieces, asking = [], []
        found = [self._part(text, start, end, entities) for start, end in asking] if len(pieces) > 1 else []
        questions = _merged([part for part in found if self._asks(part, entities)])
        if len(questions) < 2 and whole[0].intent not in self._config["foreign"]:
            questions = self._on_both_sides(text, whole, entities) or questions
        if len(questions) > 1:
            return _led(Ranked(questions[0].intent, questions[0].confidence), whole), questions
        if questions and whole[0].intent in self._config["silent"]:
            whole = _led(Ranked(questions[0].intent, questions[0].confidence), whole)
        whole = self._led_by_what_it_asks(whole, text, bool(asking))
        return whole, [Part(whole[0].intent, whole[0].confidence, 0, len(text))]

    def _on_both_sides(self, text: str, whole: list[Ranked], entities: Sequence[dict[str, Any]]) -> list[Part]:
        """The two questions that stand before and behind the joint at which both sides are surest; else none.

        Only those count that the ranking of the ``whole`` text hints at.
        """
        hinted = {one.intent for one in whole if one.confidence >= self._config["hint"] and self._may_ask(one.intent)}
        if len(hinted) < 2:
            return []
        surest, share = [], self._config["side"]
        for end, start in self._splitter.joints(text):
            sides = [self._part(text, 0, end, entities), self._part(text, start, len(text), entities)]
            lesser = min(side.confidence for side in sides)
            if len(hinted & {side.intent for side in sides}) == 2 and lesser >= share:
                surest, share = sides, lesser
        return surest

    def _as_read(self, piece: Piece, text: str, entities: Sequence[dict[str, Any]]) -> Piece:
        """``piece``, which asks as well where it is joined to a question and surely read as one, however it begins."""
        if piece.asks or not piece.joined:
            return piece
        best = self._decided(text, piece.start, piece.end, entities)[0]
        return replace(piece, asks=self._may_ask(best.intent) and best.confidence >= self._config["unworded"])

    def _led_by_what_it_asks(self, whole: list[Ranked], text: str, asking: bool) -> list[Ranked]:
        """The ranking ``whole`` of ``text``, led by the question that it asks beside what it tells or opens."""
        tells = whole[0].intent == self._config["telling"] and len(text.split()) > self._config["brief"]
        opens = whole[0].intent == self._config["opening"] and asking
        if not (tells or opens):
            return whole
        likeliest = next(one for one in whole if self._may_ask(one.intent))
        likely = likeliest.confidence >= self._config["asks_beside"]
        return _led(likeliest, whole) if likely or (tells and asking) else whole

    def _voice(self, text: str) -> str | None:
        """Whose word ``text`` is, where it tells: ``lay`` or ``professional``."""
        if self._cues.is_lay(text):
            return "lay"
        return "professional" if self._cues.is_professional(text) else None

    def _is_emergency(self, text: str, ranking: Sequence[Ranked]) -> bool:
        if self._cues.tells_of_an_emergency(text):
            return True
        return ranking[0].intent == EMERGENCY and ranking[0].confidence >= self._config["emergency"]

    def _part(self, text: str, start: int, end: int, entities: Sequence[dict[str, Any]]) -> Part:
        best = self._decided(text, start, end, entities)[0]
        return Part(best.intent, best.confidence, start, end)

    def _asks(self, part: Part, entities: Sequence[dict[str, Any]]) -> bool:
        """Whether ``part`` is a question of its own; one that names nothing may only go on with the one before it."""
        named = any(part.start <= entity["start"] < part.end for entity in entities)
        return self._is_question(part.intent) and part.confidence >= self._config["part" if named else "bare_part"]

    def _may_ask(self, intent: str) -> bool:
        return self._is_question(intent) and intent not in self._config["foreign"]

    def _is_question(self, intent: str) -> bool:
        return intent not in self._config["silent"] and intent != EMERGENCY

    def _decided(
        self,
        text: str,
        start: int,
        end: int,
        entities: Sequence[dict[str, Any]],
        ask: Sequence[tuple[int, int]] = (),
    ) -> list[Ranked]:
        """The ranking of a span of ``text``, led by what is in scope if it has enough together, else by what is not.

        The piece of it that is the ``ask`` counts for the share ``focus``, as a long history would drown it.
        """
        found = _categories_in(entities, start, end)
        ranking = self._model.rank(Example(text[start:end], found))
        for first, last in ask:
            piece = self._model.rank(Example(text[first:last], _categories_in(entities, first, last)))
            ranking = _blended(ranking, piece, self._config["focus"])
        foreign = self._config["foreign"]
        inside = [one for one in ranking if one.intent not in foreign]
        share = sum(one.confidence for one in inside)
        on_subject = any(set(group) <= set(found) for group in self._config["on_subject"])
        accepted = share >= self._config["accept_on_subject" if on_subject else "accept"]
        leading = inside[0] if accepted else next(one for one in ranking if one.intent in foreign)
        return _led(leading if accepted else Ranked(leading.intent, 1 - share), ranking)


def _blended(one: Sequence[Ranked], other: Sequence[Ranked], weight: float) -> list[Ranked]:
    """The ranking by the mean of the shares, in which those of ``other`` have ``weight``."""
    shares = {each.intent: each.confidence for each in other}
    mixed = [Ranked(each.intent, (1 - weight) * each.confidence + weight * shares[each.intent]) for each in one]
    return sorted(mixed, key=lambda each: -each.confidence)


def _led(first: Ranked, ranking: Sequence[Ranked]) -> list[Ranked]:
    """``ranking`` with ``first`` at its head."""
    return [first, *(one for one in ranking if one.intent != first.intent)]


def categories(matcher: Matcher, text: str) -> tuple[str, ...]:
    """The categories of the terms that ``matcher`` finds in ``text``, each once."""
    return _sorted(found.term.category for found in matcher.find(text))


def _categories_in(entities: Iterable[dict[str, Any]], start: int, end: int) -> tuple[str, ...]:
    inside = (entity for entity in entities if start <= entity["start"] < end)
    return _sorted(entity["category"] for entity in inside if entity.get("category"))


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _merged(parts: Sequence[Part]) -> list[Part]:
    """``parts`` with neighbours of the same intent made one."""
    merged: list[Part] = []
    for part in parts:
        if merged and merged[-1].intent == part.intent:
            last = merged.pop()
            part = Part(part.intent, max(last.confidence, part.confidence), last.start, part.end)
        merged.append(part)
    return merged


def _as_rasa(ranked: Ranked) -> dict[str, Any]:
    return {INTENT_NAME_KEY: ranked.intent, PREDICTED_CONFIDENCE_KEY: ranked.confidence}
