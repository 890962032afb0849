"""Strawberry fields and types made at run time, from names and types that the ontology gives."""

import inspect
import keyword
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from graphql import GraphQLResolveInfo
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from graph_api.context import RequestContext

Resolver = Callable[..., Any]
RawInfo: TypeAlias = GraphQLResolveInfo[RequestContext]


class Info(strawberry.Info[RequestContext, None]):
    """What a resolver is told: the request's context, and the field's place in the document."""

    @property
    def raw(self) -> RawInfo:
        return self._raw_info


class ReadField(StrawberryField):
    """A field without arguments whose value is read from its parent. graph_api.schema hands ``read`` to
    graphql-core itself, without Strawberry's work for arguments, which counts where there are many rows."""

    read: Callable[[Any, RawInfo], Any]


def read_field(
    name: str,
    annotation: Any,
    description: str,
    read: Callable[[Any, RawInfo], Any],
    namespace: dict[str, Any] | None = None,
) -> ReadField:
    field = ReadField(
        python_name=python_name(name),
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation, namespace=namespace),
        description=description,
    )
    field.read = read
    return field


def attribute_field(
    name: str,
    annotation: Any,
    description: str,
    attribute: str | None = None,
    namespace: dict[str, Any] | None = None,
) -> ReadField:
    """A field that shows an attribute of its parent."""
    return read_field(name, annotation, description, _reader(attribute or name), namespace)


def _reader(attribute: str) -> Callable[[Any, RawInfo], Any]:
    return lambda source, _info: getattr(source, attribute)


def resolved_field(
    name: str,
    resolver: Resolver,
    returns: Any,
    description: str,
    namespace: dict[str, Any] | None = None,
    /,
    **arguments: Any,
) -> StrawberryField:
    """A field with a resolver of (root, info, …). arguments: the types of the others; those that a resolver takes as
    ``**given`` are optional, or have the default that ``argument`` names. A ``returns`` given as text is looked up in
    ``namespace`` when the schema is made, so that types can refer to each other."""
    copy = types.FunctionType(
        resolver.__code__, resolver.__globals__, python_name(name), resolver.__defaults__, resolver.__closure__
    )
    copy.__kwdefaults__ = resolver.__kwdefaults__
    copy.__module__ = resolver.__module__
    copy.__annotations__ = {"info": Info, **arguments}
    if resolver.__code__.co_flags & inspect.CO_VARKEYWORDS:
        copy.__signature__ = _signature(resolver, arguments)  # type: ignore[attr-defined]  # inspect.signature reads it
    return StrawberryField(
        python_name=python_name(name),
        graphql_name=name,
        type_annotation=StrawberryAnnotation(returns, namespace=namespace),
        base_resolver=StrawberryResolver(copy),
        description=description,
    )


@dataclass(frozen=True)
class _Default:
    value: Any


def _signature(resolver: Resolver, arguments: Mapping[str, Any]) -> inspect.Signature:
    """The parameters that a resolver names, then those that it takes as ``**given``."""
    annotations = {"info": Info, **arguments}
    named = [
        parameter.replace(annotation=annotations.get(parameter.name, inspect.Parameter.empty))
        for parameter in inspect.signature(resolver).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    known = {parameter.name for parameter in named}
    given = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_default_of(annotation), annotation=annotation)
        for name, annotation in arguments.items()
        if name not in known
    ]
    return inspect.Signature([*named, *given])


def _default_of(annotation: Any) -> Any:
    told = getattr(annotation, "__metadata__", ())
    return next((one.value for one in told if isinstance(one, _Default)), None)


def argument(annotation: Any, description: str, name: str | None = None, default: Any = None) -> Any:
    """The type of an argument, described. default: for one that a resolver takes as ``**given``."""
    described = Annotated[annotation, strawberry.argument(description=description, name=name)]
    return described if default is None else Annotated[described, _Default(default)]


def list_of(item: Any) -> Any:
    """``list[item]`` of a type made at run time."""
    return list[item]


def input_field(
    name: str, annotation: Any, description: str, namespace: dict[str, Any] | None = None
) -> StrawberryField:
    """A field of an input that may be left out. An annotation given as text is looked up in ``namespace``
    when the schema is made, so that inputs can hold each other."""
    asked = f"{annotation} | None" if isinstance(annotation, str) else annotation | None
    return StrawberryField(
        python_name=python_name(name),
        graphql_name=name,
        type_annotation=StrawberryAnnotation(asked, namespace=namespace),
        default=strawberry.UNSET,
        description=description,
    )


def make_type(
    name: str,
    fields: Sequence[StrawberryField],
    description: str,
    *,
    bases: tuple[type, ...] = (),
    is_input: bool = False,
    is_interface: bool = False,
    more: Mapping[str, Any] | None = None,
) -> Any:
    """A Strawberry type. more: further attributes of the class (is_type_of, resolve_type)."""
    namespace: dict[str, Any] = {"__annotations__": {}, "__module__": __name__, **(more or {})}
    for field in fields:
        assert field.python_name
        namespace[field.python_name] = field
        namespace["__annotations__"][field.python_name] = Any
    annotations = {field.python_name: field.type_annotation for field in fields}
    made: Any = strawberry.type(
        types.new_class(name, bases, {}, lambda ns: ns.update(namespace)),
        name=name,
        description=description,
        is_input=is_input,
        is_interface=is_interface,
    )
    # Strawberry resolves annotations at once and forgets those that name a type still to come.
    for field in made.__strawberry_definition__.fields:
        if field.python_name in annotations:
            field.type_annotation = annotations[field.python_name]
    return made


def python_name(name: str) -> str:
    """A field's name in Python: ``in`` and ``from`` are taken there."""
    return f"{name}_" if keyword.iskeyword(name) else name
