"""`ZepMemory` of langchain-community (section 5)."""

from __future__ import annotations

from typing import Any

from harness import expect
from harness.check import check
from harness.context import Context
from langchain_classic.chains.conversation.base import ConversationChain
from langchain_classic.memory.chat_memory import BaseChatMemory
from langchain_community.memory.zep_memory import ZepMemory
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage

TURNS = 10
WINDOW = 12
ANSWERS = [f"answer {turn}" for turn in range(TURNS)]


def _memory(context: Context, **options: Any) -> BaseChatMemory:
    return ZepMemory(session_id=context.new_id(), url=context.url, **options)


@check("ZepMemory carries a conversation of many turns, as messages")
def turns(context: Context) -> None:
    memory = _memory(context, return_messages=True, memory_key="chat_history")
    model = FakeListChatModel(responses=ANSWERS)
    for turn in range(TURNS):
        before = memory.load_memory_variables({})["chat_history"]
        expect.equal(len(before), min(2 * turn, WINDOW))
        answer = model.invoke([*before, HumanMessage(f"question {turn}")])
        memory.save_context({"input": f"question {turn}"}, {"output": str(answer.content)})
    last = memory.load_memory_variables({})["chat_history"][-2:]
    expect.equal([(type(each), each.content) for each in last], [(HumanMessage, "question 9"), (AIMessage, "answer 9")])


@check("a ConversationChain with a ZepMemory sees what was said, as far as the window reaches")
def chain(context: Context) -> None:
    memory = _memory(context)
    conversation = ConversationChain(llm=FakeListChatModel(responses=ANSWERS), memory=memory)
    said = []
    for turn in range(TURNS):
        call = {"input": f"question {turn}"}
        result = context.wait_for(conversation.ainvoke(call)) if turn % 2 else conversation.invoke(call)
        expect.equal(result, {**call, "history": "\n".join(said[-WINDOW:]), "response": ANSWERS[turn]})
        said += [f"Human: question {turn}", f"AI: {ANSWERS[turn]}"]


@check("ZepMemory writes its history as text, with the prefixes it was given")
def text(context: Context) -> None:
    memory = _memory(context)
    memory.save_context({"input": "hello"}, {"output": "hi"})
    expect.equal(memory.load_memory_variables({}), {"history": "Human: hello\nAI: hi"})
    named = _memory(context, human_prefix="Ada", ai_prefix="Engine", input_key="q", output_key="a")
    named.save_context({"q": "hello", "other": "x"}, {"a": "hi", "more": "y"})
    expect.equal(named.load_memory_variables({}), {"history": "Ada: hello\nEngine: hi"})


@check("ZepMemory saves and loads asynchronously")
def asynchronous(context: Context) -> None:
    memory = _memory(context)
    context.wait_for(memory.asave_context({"input": "hello"}, {"output": "hi"}))
    expect.equal(context.wait_for(memory.aload_memory_variables({})), {"history": "Human: hello\nAI: hi"})


@check("ZepMemory keeps the metadata of a turn")
def metadata(context: Context) -> None:
    memory = _memory(context)
    memory.save_context({"input": "hello"}, {"output": "hi"}, metadata={"a": 1})
    stored = context.client.message.get_session_messages(memory.chat_memory.session_id)
    expect.equal([(message.role, message.metadata) for message in stored], [("human", {"a": 1}), ("ai", {"a": 1})])


@check("ZepMemory can be cleared and used again")
def clear(context: Context) -> None:
    memory = _memory(context)
    for clear_memory in (memory.clear, lambda: context.wait_for(memory.aclear())):
        memory.save_context({"input": "hello"}, {"output": "hi"})
        expect.equal(memory.load_memory_variables({}), {"history": "Human: hello\nAI: hi"})
        clear_memory()
        expect.equal(memory.load_memory_variables({}), {"history": ""})


@check("clear of a ZepMemory that was never used raises NameError, as that of its history")
def clear_unknown(context: Context) -> None:
    expect.raises(NameError, _memory(context).clear)
