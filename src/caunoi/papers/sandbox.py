"""Reading and running the template language, cut down to what a paper needs.

An uploaded template may print fields, walk lists and choose by conditions. The syntax tree is
checked against that short list before anything runs, so calls, arithmetic, indexing, assignments,
macros and inclusion do not exist at all; Jinja's sandbox and the budgets stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from caunoi.papers.faults import Fault, FaultCode
from caunoi.papers.fields import FieldDoc

MAX_ITERATIONS = 200_000
MAX_OUTPUT = 64_000_000
MAX_LOOP_DEPTH = 4
MAX_PLACE = 80

FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
TESTS = ("defined", "even", "odd")
LOOP_FIELDS = ("first", "index", "index0", "last", "length", "revindex")
_COUNTER = "counted"

_ANY = FieldDoc("", "")
_LOOP = FieldDoc("loop", "", fields=tuple(FieldDoc(name, "") for name in LOOP_FIELDS))
_BRANCHES = (nodes.And, nodes.Or, nodes.Concat, nodes.Not, nodes.Compare, nodes.Operand)

# What a name stands for inside loops: the path that it was reached by, and its field.
Scope = dict[str, tuple[str, FieldDoc]]


class BudgetSpent(Exception):
    """A template would produce more than a paper can be."""


class _Budget:
    """Counts rounds of all loops of one rendering."""

    def __init__(self) -> None:
        self.left = MAX_ITERATIONS

    def counted(self, values: Iterable[Any]) -> list[Any]:
        rows = list(values)
        self.left -= len(rows)
        if self.left < 0:
            raise BudgetSpent
        return rows


def environment() -> ImmutableSandboxedEnvironment:
    """A fresh environment: escaping on, no globals, few filters and tests, no unknown names."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


def parse(source: str) -> nodes.Template | Fault:
    """The syntax tree, or the fault with the place where the syntax breaks."""
    try:
        return environment().parse(source)
    except TemplateSyntaxError as error:
        message = f"Câu lệnh trong mẫu viết sai: {error.message}."
        return Fault(FaultCode.SYNTAX, message, place_of(source, error.lineno))
    except RecursionError:
        return Fault(FaultCode.UNSAFE, "Câu lệnh trong mẫu lồng nhau quá sâu.")


def run(tree: nodes.Template, values: dict[str, Any]) -> str:
    """Render a tree that `Inspector` found no fault with; raises BudgetSpent past the limits."""
    made = environment()
    made.filters[_COUNTER] = _Budget().counted
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _COUNTER, [], [], None, None)
    tree.set_environment(made)
    template = Template.from_code(made, made.compile(tree), {})
    return "".join(_bounded(template.generate(values)))


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    left = MAX_OUTPUT
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise BudgetSpent
        yield piece


def place_of(source: str, line: int | None) -> str:
    """The visible text of the paragraph at a line; each line of a source is one paragraph."""
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    text, inside = [], False
    for char in lines[line - 1]:
        if char in "<>":
            inside = char == "<"
        elif not inside:
            text.append(char)
    visible = " ".join("".join(text).split())
    return visible if len(visible) <= MAX_PLACE else f"{visible[:MAX_PLACE]}…"


class Inspector:
    """Walks a tree and notes what a template may not do, fields it does not know, fields used."""

    def __init__(self, source: str, fields: Iterable[FieldDoc]) -> None:
        self.source = source
        self.fields = {field.name: field for field in fields}
        self.faults: list[Fault] = []
        self.used: set[str] = set()

    def inspect(self, tree: nodes.Template) -> None:
        """Fill `faults` and `used`; runs nothing."""
        try:
            self._statements(tree.body, {}, 0)
        except RecursionError:
            self._fault(FaultCode.UNSAFE, "Câu lệnh trong mẫu lồng nhau quá sâu.", tree)

    def _fault(self, code: FaultCode, message: str, node: nodes.Node, detail: str = "") -> None:
        self.faults.append(Fault(code, message, place_of(self.source, node.lineno), detail))

    def _unsafe(self, node: nodes.Node, what: str) -> None:
        message = f"Mẫu không được dùng {what}. Mẫu chỉ in trường, đi hết danh sách bằng for và chọn bằng if."
        self._fault(FaultCode.UNSAFE, message, node, what)

    def _statements(self, body: Sequence[nodes.Node], scope: Scope, depth: int) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    self._printed(child, scope)
            elif isinstance(node, nodes.For):
                self._loop(node, scope, depth)
            elif isinstance(node, nodes.If):
                self._expression(node.test, scope)
                for part in (node.body, node.elif_, node.else_):
                    self._statements(part, scope, depth)
            else:
                self._unsafe(node, f"lệnh {type(node).__name__.lower()}")

    def _printed(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        path, field = self._expression(node, scope)
        if field.is_list or field.fields:
            message = (
                f"“{path}” là danh sách hoặc nhóm, không in thẳng được. Dùng for cho danh sách, dùng dấu chấm cho nhóm."
            )
            self._fault(FaultCode.NOT_TEXT, message, node, path)

    def _loop(self, node: nodes.For, scope: Scope, depth: int) -> None:
        if depth >= MAX_LOOP_DEPTH or node.recursive or not isinstance(node.target, nodes.Name):
            self._unsafe(node, "vòng for lồng quá sâu hoặc dạng lạ")
            return
        path, field = self._expression(node.iter, scope)
        if not field.is_list and field is not _ANY:
            self._fault(FaultCode.NOT_A_LIST, f"“{path}” không phải danh sách.", node, path)
        item = FieldDoc(field.name, "", fields=field.fields)
        inner = {**scope, node.target.name: (path, item), "loop": ("loop", _LOOP)}
        if node.test is not None:
            self._expression(node.test, inner)
        self._statements(node.body, inner, depth + 1)
        self._statements(node.else_, scope, depth + 1)

    def _expression(self, node: nodes.Node, scope: Scope) -> tuple[str, FieldDoc]:
        if isinstance(node, nodes.Name):
            return self._name(node, scope)
        if isinstance(node, nodes.Getattr):
            return self._attribute(node, scope)
        if isinstance(node, nodes.Filter):
            self._filter(node, scope)
        elif isinstance(node, nodes.Test):
            if node.name not in TESTS:
                self._unsafe(node, f"phép thử {node.name}")
            self._expression(node.node, scope)
        elif isinstance(node, (*_BRANCHES, nodes.CondExpr)):
            for child in node.iter_child_nodes():
                if isinstance(child, nodes.Expr | nodes.Operand):
                    self._expression(child, scope)
        elif not isinstance(node, nodes.Const):
            self._unsafe(node, f"phép {type(node).__name__.lower()}")
        return "", _ANY

    def _filter(self, node: nodes.Filter, scope: Scope) -> None:
        if node.name not in FILTERS or node.dyn_args or node.dyn_kwargs or node.node is None:
            self._unsafe(node, f"bộ lọc {node.name}")
            return
        for child in (node.node, *node.args, *(pair.value for pair in node.kwargs)):
            self._expression(child, scope)

    def _name(self, node: nodes.Name, scope: Scope) -> tuple[str, FieldDoc]:
        if node.name in scope:
            return scope[node.name]
        if node.name in self.fields:
            self.used.add(node.name)
            return node.name, self.fields[node.name]
        if node.name.startswith("_") or node.name == "self":
            self._unsafe(node, f"tên {node.name}")
        else:
            self._unknown(node, node.name)
        return node.name, _ANY

    def _attribute(self, node: nodes.Getattr, scope: Scope) -> tuple[str, FieldDoc]:
        path, field = self._expression(node.node, scope)
        path = f"{path}.{node.attr}"
        if node.attr.startswith("_"):
            self._unsafe(node, f"thuộc tính {node.attr}")
            return path, _ANY
        if field is _ANY:
            if not isinstance(node.node, nodes.Name | nodes.Getattr):
                self._unsafe(node, f"thuộc tính {node.attr}")
            return path, _ANY
        for child in field.fields:
            if child.name == node.attr and not field.is_list:
                self.used.add(path)
                return path, child
        self._unknown(node, path)
        return path, _ANY

    def _unknown(self, node: nodes.Node, path: str) -> None:
        message = f"Không có trường “{path}”. Xem danh sách trường ở trang hướng dẫn."
        self._fault(FaultCode.UNKNOWN_FIELD, message, node, path)
