"""What is told about questions on a call: to who answers them, to who asked, to who answers the call."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.models import AnswerCorrection, PublicQuestion, Submission
from calls.queries.submissions import BEING_WRITTEN
from core.notices.domain.notice import Address, Notice, Recipient
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, RoleName
from core.people.models import Network


class _OfQuestion(Notice):
    def __init__(self, question: PublicQuestion) -> None:
        self.question = question

    def context(self) -> Mapping[str, Any]:
        return {"question": self.question, "call": self.question.call}

    def path(self) -> str:
        return paths.questions(self.question.call)


class QuestionAsked(_OfQuestion):
    kind = "calls.question_asked"
    label = _("Somebody asks something about a call")
    template = "calls/emails/question_asked"
    action_label = _("Answer the question")

    def recipients(self) -> Iterable[Recipient]:
        return people.people_with_role(RoleName.FACILITATOR)

    def path(self) -> str:
        return paths.question(self.question)


class _ToAsker(_OfQuestion):
    duty = True
    why = _("You receive this because you asked a question about a call.")

    def recipients(self) -> Iterable[Recipient]:
        if self.question.asker is not None:
            return [self.question.asker]
        return [Address(self.question.asker_email, language=self.question.language)]


class QuestionAnswered(_ToAsker):
    kind = "calls.question_answered"
    label = _("Your question about a call was answered")
    template = "calls/emails/question_answered"
    action_label = _("Read all questions and answers")


class QuestionSetAside(_ToAsker):
    kind = "calls.question_set_aside"
    label = _("Your question about a call was not published")
    template = "calls/emails/question_set_aside"
    action_label = _("Read all questions and answers")


class AnswerCorrected(_ToAsker):
    """To who asked, who relied on the answer before anybody else, and to who writes an answer."""

    kind = "calls.answer_corrected"
    label = _("A public answer about a call was corrected")
    template = "calls/emails/answer_corrected"
    action_label = _("Read all questions and answers")
    why = _("You receive this because you asked, or because you answer the call.")

    def __init__(self, correction: AnswerCorrection) -> None:
        super().__init__(correction.question)
        self.correction = correction

    def recipients(self) -> Iterable[Recipient]:
        return chain(super().recipients(), AnswerPublished(self.question).recipients())

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "correction": self.correction}


class AnswerPublished(_OfQuestion):
    """To everybody who writes an answer to the call, except who asked."""

    kind = "calls.answer_published"
    label = _("A question about a call that you answer has its public answer")
    template = "calls/emails/answer_published"
    action_label = _("Read all questions and answers")

    def recipients(self) -> Iterable[Recipient]:
        drafts = Submission.objects.filter(BEING_WRITTEN, call=self.question.call)
        networks = Network.objects.filter(pk__in=drafts.order_by().values("network"))
        writers = people.people_of_networks(networks, levels=LEVELS_THAT_WRITE)
        return writers.exclude(pk=self.question.asker_id) if self.question.asker_id else writers
