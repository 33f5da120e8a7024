"""`ZepChatMessageHistory` of langchain-community (section 5)."""

from __future__ import annotations

import asyncio

from harness import expect
from harness.check import check
from harness.context import Context
from harness.tokens import sign
from langchain_community.chat_message_histories import ZepChatMessageHistory
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.prompt_values import ChatPromptValue
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_core.runnables.history import RunnableWithMessageHistory

TURNS = 20
WINDOW = 12


def _history(context: Context, session_id: str | None = None) -> ZepChatMessageHistory:
    return ZepChatMessageHistory(session_id=session_id or context.new_id(), url=context.url)


def _pairs(messages: list[BaseMessage]) -> list:
    return [(type(message), message.content) for message in messages]


def _conversation(history: ZepChatMessageHistory, prompts: list[int]) -> RunnableWithMessageHistory:
    """A chat model that answers from a list. How many messages it was given is noted in `prompts`."""
    prompt = ChatPromptTemplate.from_messages([MessagesPlaceholder("history"), ("human", "{input}")])
    model = GenericFakeChatModel(messages=iter([AIMessage(content=f"answer {turn}") for turn in range(TURNS)]))

    def note(value: ChatPromptValue) -> ChatPromptValue:
        prompts.append(len(value.to_messages()))
        return value

    return RunnableWithMessageHistory(
        prompt | note | model, lambda _: history, input_messages_key="input", history_messages_key="history"
    )


def _expect_turns(context: Context, history: ZepChatMessageHistory, prompts: list[int]) -> None:
    said = [
        turn_message
        for turn in range(TURNS)
        for turn_message in ((HumanMessage, f"question {turn}"), (AIMessage, f"answer {turn}"))
    ]
    expect.equal(_pairs(history.messages), said[-WINDOW:])
    # The model always saw what was said before, as far as the window reaches, and the question.
    expect.equal(prompts, [min(2 * turn, WINDOW) + 1 for turn in range(TURNS)])
    stored = context.client.message.get_session_messages(history.session_id)
    expect.equal([message.content for message in stored], [content for _, content in said])
    expect.equal([message.role for message in stored], ["human", "ai"] * TURNS)


@check("ZepChatMessageHistory carries a conversation of many turns")
def turns(context: Context) -> None:
    history, prompts = _history(context), []
    conversation = _conversation(history, prompts)
    for turn in range(TURNS):
        answer = conversation.invoke({"input": f"question {turn}"}, {"configurable": {"session_id": "ours"}})
        expect.equal(answer.content, f"answer {turn}")
    _expect_turns(context, history, prompts)


@check("ZepChatMessageHistory carries an asynchronous conversation of many turns")
def async_turns(context: Context) -> None:
    history, prompts = _history(context), []
    conversation = _conversation(history, prompts)

    async def talk() -> None:
        for turn in range(TURNS):
            await conversation.ainvoke({"input": f"question {turn}"}, {"configurable": {"session_id": "ours"}})

    context.wait_for(talk())
    _expect_turns(context, history, prompts)


@check("ZepChatMessageHistory stores the type as role and gives back everything but ai as human")
def roles(context: Context) -> None:
    history = _history(context)
    history.add_messages([SystemMessage("be brief"), HumanMessage("hello"), AIMessage("hi")])
    expect.equal([message.role for message in history.zep_messages], ["system", "human", "ai"])
    expect.equal(_pairs(history.messages), [(HumanMessage, "be brief"), (HumanMessage, "hello"), (AIMessage, "hi")])


@check("ZepChatMessageHistory keeps metadata, and shows uuid and time of each message")
def metadata(context: Context) -> None:
    history = _history(context)
    history.add_user_message("hello", metadata={"a": 1})
    history.add_ai_message("hi", metadata={"b": {"c": 2}})
    context.wait_for(history.aadd_messages([HumanMessage("again", additional_kwargs={"metadata": {"d": 3}})]))
    shown = [message.additional_kwargs for message in history.messages]
    expect.equal([each["metadata"] for each in shown], [{"a": 1}, {"b": {"c": 2}}, {"d": 3}])
    expect.equal([each["uuid"] for each in shown], [message.uuid for message in history.zep_messages])
    expect.is_true(all(each["created_at"].endswith("Z") for each in shown))


@check("ZepChatMessageHistory has no messages and no summary before the first turn")
def empty(context: Context) -> None:
    history = _history(context)
    expect.equal((history.messages, history.zep_messages, history.zep_summary or ""), ([], [], ""))


@check("ZepChatMessageHistory finds a message by its words")
def search(context: Context) -> None:
    history = _history(context)
    history.add_user_message("Iceland has volcanoes", metadata={"place": "Iceland"})
    history.add_user_message("Norway has fjords")
    (found,) = history.search("volcanoes", limit=3)
    expect.equal((found.message["content"], found.message["metadata"]), ("Iceland has volcanoes", {"place": "Iceland"}))


@check("clear empties a ZepChatMessageHistory, and the same session goes on")
def clear(context: Context) -> None:
    history = _history(context)
    for round_number in range(3):
        history.add_messages([HumanMessage(f"question {round_number}"), AIMessage("answer")])
        expect.equal(_pairs(history.messages), [(HumanMessage, f"question {round_number}"), (AIMessage, "answer")])
        history.clear()
        expect.equal(history.messages, [])
    history.add_user_message("last")
    context.wait_for(history.aclear())
    expect.equal(history.messages, [])


@check("clear of an unknown session raises NameError: the client names a class it did not import")
def clear_unknown(context: Context) -> None:
    history = _history(context)
    expect.raises(NameError, history.clear)
    expect.raises(NameError, lambda: context.wait_for(history.aclear()))


@check("histories of several sessions at once stay apart")
def apart(context: Context) -> None:
    histories = [_history(context) for _ in range(5)]

    async def talk() -> None:
        for number in range(3):
            await asyncio.gather(
                *(each.aadd_messages([HumanMessage(f"{each.session_id} {number}")]) for each in histories)
            )

    context.wait_for(talk())
    for each in histories:
        expect.equal([message.content for message in each.messages], [f"{each.session_id} {n}" for n in range(3)])


@check("ZepChatMessageHistory takes its key to a server that asks for one")
def key(context: Context) -> None:
    servers = context.servers
    token = sign({}, servers.secret)
    history = ZepChatMessageHistory(context.new_id(), servers.secured_url, token)
    history.add_user_message("hello")
    expect.equal(_pairs(history.messages), [(HumanMessage, "hello")])
