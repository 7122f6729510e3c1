"""Intent classifier for whole messages and for the questions in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
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
from bot.nlu.cutter import Cutter
from bot.nlu.intent_model import Example, IntentModel, Ranked, Setup
from bot.nlu.joined import marked_messages
from bot.nlu.made_from import MadeFromContent
from bot.nlu.parts import Splitter
from bot.nlu.reading import Part, Reading, once
from bot.nlu.vocabulary import Matcher, terms_of
from knowledge.content_files import read_content
from knowledge.cues import Cues, read_cues
from knowledge.settings import ROOT, Settings

RANKING = "intent_ranking"
PARTS = "parts"
VOICE = "voice"
MANNER = "manner"
READER = "reader"
PRAISES = "praises"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionReader(MadeFromContent, IntentClassifier, GraphComponent):
    """Gives each message its intent, its ``parts`` (more than one where it asks more) and its ``voice``.

    Beside these: its ``manner`` (how it hangs on to what was said before), the ``reader`` whom it wants answers worded
    for, and whether it ``praises``.

    ``accept`` is the share of the probability that the intents in scope must have together (``accept_on_subject`` where
    the text names terms of all categories of one of the groups ``on_subject``), ``part`` the share that the intent of a
    part must have (``bare_part`` where the part names nothing that is known), ``unworded`` the share from which a piece
    joined to a question is one as well, though no word says so, ``cut`` that of a place at which a further question may
    begin, and ``both`` the least product of its square root with the share of either question beside it: no two that
    are ``alike``, which are one question with what it tells, nor ``wordless``, which ask nothing in words; where one
    names nothing, its own share is ``bare_side`` at least. Such places are learnt from the messages in the file
    ``joined``, if one is given; a message that is one of ``undivided`` as a whole has none. ``emergency`` is the share
    of an emergency which no cue tells of.
    ``silent`` are the intents that ask nothing (``telling`` the one of them that tells something of a patient, which no
    text of more than ``brief`` words is that is worded as a question, or of which a question has the share
    ``asks_beside``; ``opening`` the one that begins with another patient, which no question of that share is either),
    ``focus`` the share that the piece which asks has in the ranking of a whole message, ``foreign`` those out of scope.
    ``told_apart`` are kinds of question with more than one intent: for these the content's own questions are no
    examples. The rest are the settings of :class:`~bot.nlu.intent_model.Setup`.
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: IntentModel,
        cutter: Cutter,
        cues: Cues,
    ) -> None:
        """Take the component's ``config`` and what it reads with; ``storage`` and ``resource`` keep the models."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._cutter = cutter
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
            "joined": None,
            "cut": 0.05,
            "both": 0.4,
            "bare_side": 0.85,
            "wordless": [],
            "undivided": [],
            "alike": [],
            "emergency": 0.5,
            "silent": [],
            "telling": None,
            "opening": None,
            "brief": 4,
            "asks_beside": 0.25,
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
        model, cues = IntentModel(Setup.of(config)), read_cues(Settings.from_environment().content)
        return cls(config, model_storage, resource, model, Cutter(), cues)

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
            model, cutter = IntentModel.load(folder), Cutter.load(folder)
            cues = Cues.parse_file(folder / "cues.json")
        return cls(config, model_storage, resource, model, cutter, cues)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the intent examples, with the clinical categories that the content's vocabulary finds in them."""
        content = read_content(Settings.from_environment().content)
        matcher = Matcher(terms_of(content))
        texts = [(str(one.get(TEXT)), str(one.get(INTENT))) for one in training_data.intent_examples if one.get(TEXT)]
        examples = [Example(text, categories(matcher, text), intent) for text, intent in texts]
        self._model.fit([*examples, *self._curated({intent for _, intent in texts})])
        if self._config["joined"]:
            self._cutter.fit(marked_messages(Settings.from_environment().content, ROOT / self._config["joined"]))
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
            self._cutter.save(folder)
            (folder / "cues.json").write_text(self._cues.json(ensure_ascii=False), encoding="utf-8")
        return self._resource

    def _curated(self, intents: set[str]) -> Iterator[Example]:
        """The content's own questions, as examples of the first kind of question that their statement answers."""
        for asked in curated_questions(Settings.from_environment().content):
            intent = f"ask_{asked.statement.answers[0]}"
            if intent in intents and asked.statement.answers[0] not in self._config["told_apart"]:
                yield Example(asked.text, once(found.term.category for found in asked.found), intent)

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
        endangered = self._cues.tells_of_an_emergency(text)
        return Reading(text, entities, self._model, self._splitter, self._cutter, self._config).read(endangered)

    def _voice(self, text: str) -> str | None:
        """Whose word ``text`` is, where it tells: ``lay`` or ``professional``."""
        if self._cues.is_lay(text):
            return "lay"
        return "professional" if self._cues.is_professional(text) else None


def categories(matcher: Matcher, text: str) -> tuple[str, ...]:
    """The categories of the terms that ``matcher`` finds in ``text``, each once."""
    return once(found.term.category for found in matcher.find(text))


def _as_rasa(ranked: Ranked) -> dict[str, Any]:
    return {INTENT_NAME_KEY: ranked.intent, PREDICTED_CONFIDENCE_KEY: ranked.confidence}
