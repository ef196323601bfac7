"""PowerShell without PowerShell: a grammar that is not ours reads the scripts, and a small interpreter runs what MicroSIP's needs.

powershell.py parse FILE...                    one line for each fault, or nothing
powershell.py strings FILE                     every text in single quotes, as a list in JSON
powershell.py run FILE NAME=VALUE...           runs it with these parameters; prints the access list it has set

The interpreter knows only the constructs, commands and classes of microsip-merge.ps1, after the documentation of Windows PowerShell 5.1:
names and `-eq` without regard to case, values on the pipeline unrolled once, a unary comma against that. Anything else is an error.
"""

import json
import re
import sys
from pathlib import Path

import tree_sitter_powershell
from tree_sitter import Language, Parser

PARSER = Parser(Language(tree_sitter_powershell.language()))


def faults(data):
    found, todo = [], [PARSER.parse(data).root_node]
    while todo:
        node = todo.pop()
        if node.is_missing or node.type == "ERROR":
            found.append("line %d: %s" % (node.start_point[0] + 1, node.text[:60].decode(errors="replace")))
        todo.extend(node.children)
    return found


def find(node, kind):
    if node.type == kind:
        return [node]
    return [found for child in node.children for found in find(child, kind)]


class Return(Exception):
    pass


class Continue(Exception):
    pass


class Thrown(Exception):
    """What the script itself throws."""


class Acl:
    def __init__(self):
        self.rules, self.protected = [], None


def is_true(value):
    return bool(value) and value != [""] if isinstance(value, list) else bool(value)


def same(left, right):
    return left.lower() == right.lower() if isinstance(left, str) and isinstance(right, str) else left == right


def native(path):
    return path.replace("\\", "/")


class Script:
    def __init__(self, file, given):
        self.functions, self.scopes = {}, [{"true": True, "false": False, "psscriptroot": str(Path(file).parent)}]
        self.given = {name.lower(): value for name, value in given.items()}
        self.acl = None
        root = PARSER.parse(Path(file).read_bytes()).root_node
        self.block(root)

    # Variables are found in the callers too, and set where the function runs.
    def get(self, name):
        for scope in reversed(self.scopes):
            if name.lower() in scope:
                return scope[name.lower()]
        return None

    def set(self, name, value):
        self.scopes[-1][name.lower()] = value

    def block(self, node):
        """What the statements leave on the pipeline."""
        out = []
        for child in node.children:
            if child.is_named and child.type not in ("comment", "empty_statement"):
                value = self.statement(child)
                if value is not None:
                    out.extend(value if isinstance(value, list) and not isinstance(value, Listed) else [value])
        return out

    def statement(self, node):
        handler = getattr(self, "do_" + node.type, None)
        if handler:
            return handler(node)
        if node.type in ("statement_list", "script_block", "script_block_body", "statement_block"):
            return self.block(node)
        if node.child_count == 1 and node.children[0].is_named and node.type != "expandable_string_literal":
            return self.statement(node.children[0])
        return self.value(node)

    def do_param_block(self, node):
        for parameter in find(node, "script_parameter"):
            name = self.name(find(parameter, "variable")[0])
            default = find(parameter, "script_parameter_default")
            if name.lower() in self.given:
                self.set(name, self.given[name.lower()])
            elif default:
                self.set(name, self.value(default[0].children[-1]))

    def do_function_statement(self, node):
        name = next(child for child in node.children if child.type == "function_name").text.decode()
        declared = next(child for child in node.children if child.type == "function_parameter_declaration")
        body = next(child for child in node.children if child.type == "script_block")
        parameters = [self.name(variable) for variable in find(declared, "variable")]
        self.functions[name.lower()] = (parameters, body)

    def do_if_statement(self, node):
        branches = list(node.children)
        for child in node.children:
            branches.extend(child.children if child.type == "elseif_clauses" else [])
        if is_true(self.condition(node)):
            return self.do(node)
        for clause in branches:
            if clause.type == "elseif_clause" and is_true(self.condition(clause)):
                return self.do(clause)
            if clause.type == "else_clause":
                return self.do(clause)

    def condition(self, node):
        inside = [c for c in node.children if c.is_named and c.type not in ("statement_block", "elseif_clauses", "else_clause")]
        return self.statement(inside[0])

    def do(self, node):
        return self.block(next(child for child in node.children if child.type == "statement_block"))

    def loop(self, node):
        try:
            return self.do(node)
        except Continue:
            return []

    def do_while_statement(self, node):
        out = []
        while is_true(self.condition(node)):
            out += self.loop(node)
        return out

    def do_for_statement(self, node):
        parts = [child for child in node.children if child.is_named and child.type != "statement_block"]
        start, going, step = parts
        self.statement(start)
        out = []
        while is_true(self.statement(going)):
            out += self.loop(node)
            self.statement(step)
        return out

    def do_foreach_statement(self, node):
        name = self.name(next(child for child in node.children if child.type == "variable"))
        parts = [child for child in node.children if child.is_named and child.type not in ("variable", "statement_block")]
        items, out = self.statement(parts[0]), []
        for item in list(items) if isinstance(items, list) else [items]:
            self.set(name, item)
            out += self.loop(node)
        return out

    def do_flow_control_statement(self, node):
        word = node.children[0].text.decode().lower()
        if word == "throw":
            raise Thrown(self.value(node.children[1]))
        raise {"return": Return, "continue": Continue}[word]

    def do_assignment_expression(self, node):
        left, value = node.children[0], self.statement(node.children[-1])
        left = self.single(left)
        if left.type == "element_access":
            self.value(left.children[0])[self.value(left.children[2])] = value
        else:
            self.set(self.name(left), value)

    def single(self, node):
        # A text with one variable in it is not that variable.
        while node.child_count == 1 and node.type != "expandable_string_literal":
            node = node.children[0]
        return node

    def name(self, node):
        return re.sub(r"^\$(env:)?", lambda found: found[1] or "", self.single(node).text.decode())

    def value(self, node):
        node = self.single(node)
        text = node.text.decode()
        kind = node.type
        if kind == "variable":
            return self.get(self.name(node))
        if kind == "verbatim_string_characters":
            return text[1:-1].replace("''", "'")
        if kind == "expandable_string_literal":
            return self.expanded(text[1:-1])
        if kind == "decimal_integer_literal":
            return int(text)
        if kind == "hexadecimal_integer_literal":
            return int(text, 16)
        if kind in ("return", "continue"):
            raise {"return": Return, "continue": Continue}[kind]
        if kind == "command":
            return self.command(node)
        if kind in ("pipeline", "pipeline_chain"):
            assert text.endswith("| Out-Null"), text
            self.command(next(child for child in node.children if child.type == "command"))
            return None
        if kind == "parenthesized_expression":
            return self.statement(node.children[1])
        if kind == "array_literal_expression":
            return [self.value(child) for child in node.children if child.type != ","]
        if kind == "expression_with_unary_operator":
            operator, operand = node.children[0].text.decode().lower(), self.value(node.children[-1])
            return {"-not": lambda: not is_true(operand), "!": lambda: not is_true(operand), ",": lambda: [operand]}[operator]()
        if kind == "post_increment_expression":
            self.set(self.name(node.children[0]), self.value(node.children[0]) + 1)
            return None
        if kind == "logical_expression":
            left, operator, right = node.children
            first = is_true(self.value(left))
            if (operator.text.decode().lower() == "-and") != first:
                return first
            return is_true(self.value(right))
        if kind == "comparison_expression":
            return self.compared(*node.children)
        if kind in ("additive_expression", "additive_argument_expression"):
            left, operator, right = (self.value(node.children[0]), node.children[1].text, self.value(node.children[2]))
            return left + right if operator == b"+" else left - right
        if kind == "cast_expression":
            assert node.children[0].text.lower() == b"[string]"
            return str(self.value(node.children[1]))
        if kind == "element_access":
            return self.value(node.children[0])[self.value(node.children[2])]
        if kind == "member_access":
            return self.member(node)
        if kind == "invokation_expression":
            return self.invoked(node)
        raise NotImplementedError("%s: %s" % (kind, text[:60]))

    def compared(self, left, operator, right):
        left, operator, right = self.value(left), operator.text.decode().lower(), self.value(right)
        if operator == "-split":
            return re.split(right, left)
        if operator == "-join":
            return right.join(left)
        return {
            "-eq": lambda: same(left, right),
            "-ne": lambda: not same(left, right),
            "-lt": lambda: left < right,
            "-ge": lambda: left >= right,
            "-contains": lambda: any(same(one, right) for one in left),
        }[operator]()

    def expanded(self, text):
        text = re.sub(r"\$(\w+)", lambda found: str(self.get(found[1]) or ""), text)
        return re.sub("`(.)", lambda found: {"r": "\r", "n": "\n", "0": "\0", "t": "\t"}.get(found[1], found[1]), text)

    def member(self, node):
        owner, name = node.children[0], node.children[-1].text.decode()
        if self.single(owner).type == "type_literal":
            return {("[text.encoding]", "unicode"): "utf-16-le", ("[text.encoding]", "default"): "cp1252"}[
                (owner.text.decode().lower(), name.lower())
            ]
        value = self.value(owner)
        if name.lower() in ("length", "count"):
            return len(value)
        return getattr(value, name.lower())

    def invoked(self, node):
        owner, name = node.children[0], node.children[2].text.decode().lower()
        arguments = [self.value(child) for child in self.arguments(node.children[3])]
        if self.single(owner).type == "type_literal":
            return self.static(owner.text.decode().lower(), name, arguments)
        value = self.value(owner)
        if isinstance(value, Acl):
            if name == "setaccessruleprotection":
                value.protected = arguments[0] and not arguments[1]
            else:
                value.rules += arguments
            return None
        if isinstance(value, Listed):
            if name == "insert":
                value.insert(*arguments)
            else:
                {"add": value.append, "removeat": value.pop}[name](*arguments)
            return None
        if name == "getstring":
            data, *part = arguments
            return bytes(data[part[0] : part[0] + part[1]] if part else data).decode(value)
        return {
            "trim": lambda: value.strip(),
            "trimstart": lambda: value.lstrip(arguments[0]),
            "startswith": lambda: value.startswith(arguments[0]),
            "contains": lambda: arguments[0] in value,
            "split": lambda: value.split(arguments[0]),
        }[name]()

    def arguments(self, node):
        inside = [child for child in node.children if child.is_named]
        if not inside:
            return []
        inner = self.single(inside[0]) if inside[0].type == "argument_expression_list" else inside[0]
        if inner.type == "argument_expression_list":
            return [child for child in inner.children if child.type != ","]
        return [inner]

    def static(self, owner, name, arguments):
        if (owner, name) == ("[io.file]", "readallbytes"):
            return Path(native(arguments[0])).read_bytes()
        if (owner, name) == ("[io.file]", "writealltext"):
            path, text, (encoding, mark) = arguments
            Path(native(path)).write_bytes(mark + text.encode(encoding))
            return None
        if (owner, name) == ("[security.principal.windowsidentity]", "getcurrent"):
            return type("Identity", (), {"user": "S-1-5-21-1-2-3-1001"})
        raise NotImplementedError(owner + "::" + name)

    def command(self, node):
        name = next(child for child in node.children if child.type == "command_name").text.decode().lower()
        elements = [child for child in node.children if child.type == "command_elements"]
        words, named, flag = [], {}, None
        for child in elements[0].children if elements else []:
            if child.type == "command_argument_sep":
                continue
            child = self.single(child)
            if child.type == "command_parameter":
                flag = child.text.decode().lower()
                named[flag] = True
                continue
            value = child.text.decode() if child.type == "generic_token" else self.value(child)
            if flag:
                named[flag], flag = value, None
            else:
                words.append(value)
        if name in self.functions:
            return self.call(name, words)
        return getattr(self, "run_" + name.replace("-", "_"))(words, named)

    def call(self, name, words):
        parameters, body = self.functions[name]
        self.scopes.append({p.lower(): value for p, value in zip(parameters, words)})
        try:
            out = self.block(body)
        except Return:
            out = []
        finally:
            self.scopes.pop()
        # One thing on the pipeline is that thing.
        return out[0] if len(out) == 1 else (out or None)

    def run_join_path(self, words, _):
        return "\\".join(words)

    def run_get_process(self, words, named):
        return [named["-name"]] if self.given.get("running") == named["-name"] else None

    def run_new_object(self, words, _):
        kind, *arguments = words
        arguments = arguments[0] if arguments and isinstance(arguments[0], list) else arguments
        return {
            "system.collections.generic.list[string]": lambda: Listed(),
            "text.unicodeencoding": lambda: ("utf-16-be" if arguments[0] else "utf-16-le", b"\xff\xfe" if arguments[1] else b""),
            "security.accesscontrol.filesecurity": lambda: Acl(),
            "security.principal.securityidentifier": lambda: arguments[0],
            "security.accesscontrol.filesystemaccessrule": lambda: " ".join(arguments),
        }[kind.lower()]()

    def run_test_path(self, _, named):
        return Path(native(named["-literalpath"])).exists()

    def run_split_path(self, _, named):
        return named["-parent"].replace("\\", "/").rpartition("/")[0]

    def run_new_item(self, _, named):
        assert named["-itemtype"] == "Directory"
        Path(native(named["-path"])).mkdir(parents=True)

    def run_set_acl(self, _, named):
        self.acl = named["-aclobject"]

    def run_move_item(self, _, named):
        assert named["-force"] is True
        Path(native(named["-literalpath"])).replace(native(named["-destination"]))


class Listed(list):
    """A List, which an assignment or a return does not take apart as it does an array."""


def main():
    command, *arguments = sys.argv[1:]
    if command == "parse":
        for file in arguments:
            for fault in faults(Path(file).read_bytes()):
                print("%s: %s" % (file, fault))
        return
    if command == "strings":
        root = PARSER.parse(Path(arguments[0]).read_bytes()).root_node
        texts = find(root, "verbatim_string_characters")
        json.dump([node.text.decode()[1:-1].replace("''", "'") for node in texts], sys.stdout)
        return
    file, *pairs = arguments
    script = Script(file, dict(pair.split("=", 1) for pair in pairs))
    print("protected" if script.acl.protected else "open", *script.acl.rules, sep="\n")


main()
