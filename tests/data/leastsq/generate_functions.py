#!/usr/bin/env python3
"""Writes the functions of cases.json as C++: generate_functions.py cases.json functions.cc

Each formula text becomes the C expression of the same shape, operation for operation (** is pow, a whole
number a double), so that the compiled functions have the bits of those behind the reference results. Only
Voigt has no elementary formula; the test brings that one itself.
"""
import ast
import json
import sys

HEADER = """// Written by generate_functions.py from cases.json.
#include <cmath>

#include "tests/solver/lm/leastsq_functions.h"

namespace fitd::test {
namespace {

constexpr double pi = 3.14159265358979323846;
using std::atan, std::cos, std::exp, std::log, std::pow, std::sin, std::sqrt;
"""

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def c_expression(node):
    """The C++ text of a Python expression, fully parenthesised."""
    if isinstance(node, ast.Expression):
        return c_expression(node.body)
    if isinstance(node, ast.Constant):
        return repr(float(node.value))
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return f"(-{c_expression(node.operand)})"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return f"pow({c_expression(node.left)}, {c_expression(node.right)})"
    if isinstance(node, ast.BinOp):
        operator = OPERATORS[type(node.op)]
        return f"({c_expression(node.left)} {operator} {c_expression(node.right)})"
    if isinstance(node, ast.Call):
        arguments = ", ".join(c_expression(a) for a in node.args)
        return f"{node.func.id}({arguments})"
    raise ValueError(ast.dump(node))


def expression(text):
    return c_expression(ast.parse(text, mode="eval"))


def bindings(names, array):
    return "".join(
        f"  [[maybe_unused]] const double {name} = {array}[{i}];\n" for i, name in enumerate(names))


def function(name, model, outputs):
    """A function that writes `outputs`, expressions of the model's parameters and predictors."""
    text = f"\nvoid {name}([[maybe_unused]] const double* p_, [[maybe_unused]] const double* x_,\n"
    text += "    double* out_) {\n"
    text += bindings(model["params"], "p_") + bindings(model["predictors"], "x_")
    text += "".join(f"  out_[{i}] = {expression(o)};\n" for i, o in enumerate(outputs))
    return text + "}\n"


def main(source, target):
    with open(source) as file:
        cases = json.load(file)["cases"]
    # By formula: one name may stand for two.
    models = {str(case["model"]["formula"]): case["model"] for case in cases}
    text, rows = HEADER, ""
    for index, model in enumerate(models.values()):
        if model["name"] == "voigt":
            continue
        system = isinstance(model["formula"], list)
        outputs = model["formula"] if system else [model["formula"]]
        jacobian = model["jacobian"]
        gradient = [entry for row in jacobian for entry in row] if system else jacobian
        text += function(f"value_{index}", model, outputs)
        text += function(f"gradient_{index}", model, gradient)
        rows += f'    {{"{"; ".join(outputs)}", value_{index}, gradient_{index}}},\n'
    text += "\n}  // namespace\n\nstd::vector<LeastsqFunction> leastsq_functions() {\n"
    text += f"  return {{\n{rows}  }};\n}}\n\n}}  // namespace fitd::test\n"
    with open(target, "w") as file:
        file.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
