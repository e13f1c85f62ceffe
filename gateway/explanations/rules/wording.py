"""The sentences of an explanation, by language, rule and whether it holds. Facts are told to programs beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.explanations.rules.chain import Facts, Link

ENGLISH = "en"
Sentences = Mapping[tuple[str, bool], str]

_ENGLISH: Sentences = {
    ("access_open", True): "{name} may sign in.",
    ("access_open", False): "The access of {name} is closed.",
    ("password_is_own", True): "{name} need not change the password first.",
    ("password_is_own", False): "{name} must first change the password that somebody else set.",
    ("second_factor_is_there", True): "No second factor is wanting of {name}.",
    ("second_factor_is_there", False): "A group of {name} demands a second factor, and {name} has not enrolled one.",
    ("realm_admitted", True): "{name} may enter here.",
    ("realm_admitted", False): "{name} belongs to a partner, and this is for the people of the house.",
    ("token_in_scope", True): "This token was made for {right} too.",
    ("token_in_scope", False): "This token was not made for {right}, only for {scopes}.",
    ("right_granted", True): "{right} is granted by {grants}.",
    ("right_granted", False): "No group of {name} grants {right}.",
    ("person_stands", True): "{name} stands in {units}; the chain of superiors is {superiors}.",
    ("record_belongs", True): "The record belongs to {owner} in the unit {record_units}.",
    ("reach_all", True): "The right reaches every record.",
    ("reach_own", True): "The record is {name}'s own.",
    ("reach_own", False): "The record belongs to {owner}, not to {name}.",
    ("reach_subordinates", True): "{owner} is {name} or reports to {name}: {owner_chain}.",
    ("reach_subordinates", False): "{owner} does not report to {name}: {owner_chain}.",
    ("reach_unit", True): "The record's unit {record_unit} is the one {name} stands in.",
    ("reach_unit", False): "The record's unit {record_unit} is not {person_unit}, where {name} stands.",
    ("reach_subtree", True): "The record's unit {record_unit} is {person_unit} or below it.",
    ("reach_subtree", False): "The record's unit {record_unit} is not below {person_unit}.",
    ("reach_customer", True): "The record belongs to the customer that {name} belongs to.",
    ("reach_customer", False): "The record does not belong to the customer that {name} belongs to.",
    ("reach_territory", True): "The record is placed in a territory that {name} sells in.",
    ("reach_territory", False): "The record is not placed in a territory that {name} sells in.",
    ("share", True): "{granted_by} has shared the record with {grantee} ({access}, until {until}).",
    ("share", False): "The share with {grantee} ({access}, until {until}) does not open this to {name}.",
    ("partner_link", True): "{granted_by} has linked the partner {grantee} to the record ({access}).",
    ("partner_link", False): "That {grantee} is a partner in the record ({access}) does not open this to {name}.",
    ("no_share", False): "The record is not shared with anybody.",
    ("fields_open", True): "Only these fields are open to {name}: {fields}.",
    ("field_rights_granted", False): "These fields are closed to {name}, who lacks {rights}: {fields}.",
    ("noun_has_own_rule", True): "A rule of its own opens this sort of record to {name}.",
    ("noun_has_own_rule", False): "A rule of its own closes this sort of record to {name}.",
    ("may", True): "{name} may do this.",
    ("may", False): "{name} may not do this.",
}

_CHINESE: Sentences = {
    ("access_open", True): "{name} 可以登录。",
    ("access_open", False): "{name} 的访问权限已关闭。",
    ("password_is_own", True): "{name} 无需先修改密码。",
    ("password_is_own", False): "{name} 必须先修改由他人设置的密码。",
    ("second_factor_is_there", True): "{name} 无需再登记第二验证因素。",
    ("second_factor_is_there", False): "{name} 所在的组要求第二验证因素,而 {name} 尚未登记。",
    ("realm_admitted", True): "{name} 可以进入此处。",
    ("realm_admitted", False): "{name} 属于合作伙伴,此处仅供内部人员使用。",
    ("token_in_scope", True): "该令牌包含权限 {right}。",
    ("token_in_scope", False): "该令牌不包含权限 {right},仅包含 {scopes}。",
    ("right_granted", True): "权限 {right} 由 {grants} 授予。",
    ("right_granted", False): "{name} 所在的组均未授予权限 {right}。",
    ("person_stands", True): "{name} 属于 {units}；上级链为 {superiors}。",
    ("record_belongs", True): "该记录属于 {owner},所在单位为 {record_units}。",
    ("reach_all", True): "该权限覆盖所有记录。",
    ("reach_own", True): "该记录属于 {name} 本人。",
    ("reach_own", False): "该记录属于 {owner},不属于 {name}。",
    ("reach_subordinates", True): "{owner} 是 {name} 本人或其下属:{owner_chain}。",
    ("reach_subordinates", False): "{owner} 不是 {name} 的下属:{owner_chain}。",
    ("reach_unit", True): "记录所在单位 {record_unit} 即 {name} 所在单位。",
    ("reach_unit", False): "记录所在单位 {record_unit} 不是 {name} 所在的 {person_unit}。",
    ("reach_subtree", True): "记录所在单位 {record_unit} 是 {person_unit} 或其下级。",
    ("reach_subtree", False): "记录所在单位 {record_unit} 不在 {person_unit} 之下。",
    ("reach_customer", True): "该记录属于 {name} 所代表的客户。",
    ("reach_customer", False): "该记录不属于 {name} 所代表的客户。",
    ("reach_territory", True): "该记录位于 {name} 负责销售的区域内。",
    ("reach_territory", False): "该记录不在 {name} 负责销售的区域内。",
    ("share", True): "{granted_by} 已将该记录共享给 {grantee}({access},有效期至 {until})。",
    ("share", False): "与 {grantee} 的共享({access},有效期至 {until})不适用于 {name}。",
    ("partner_link", True): "{granted_by} 已将合作伙伴 {grantee} 关联到该记录({access})。",
    ("partner_link", False): "{grantee} 作为该记录的合作伙伴({access})不适用于 {name}。",
    ("no_share", False): "该记录未与任何人共享。",
    ("fields_open", True): "{name} 只能使用以下字段:{fields}。",
    ("field_rights_granted", False): "{name} 没有权限 {rights},以下字段对其关闭:{fields}。",
    ("noun_has_own_rule", True): "此类记录自身的规则对 {name} 开放。",
    ("noun_has_own_rule", False): "此类记录自身的规则对 {name} 关闭。",
    ("may", True): "{name} 可以执行此操作。",
    ("may", False): "{name} 不可以执行此操作。",
}  # codespell:ignore

LANGUAGES: Mapping[str, Sentences] = {ENGLISH: _ENGLISH, "zh": _CHINESE}

_NOBODY = {ENGLISH: "nobody", "zh": "无"}
_ALWAYS = {ENGLISH: "revoked", "zh": "撤销"}


def say(link: Link, language: str) -> str:
    """The sentence for people."""
    rule = "no_share" if link.rule == "share" and link.facts.get("grantee") is None else link.rule
    return LANGUAGES[language][rule, link.holds].format_map(_words(link.facts, language))


def _words(facts: Facts, language: str) -> dict[str, str]:
    """What a sentence may name, as short as people name it."""
    nobody = _NOBODY[language]
    record_units, owner = facts.get("record_units") or (), facts.get("owner")
    return {
        "name": facts["person"]["name"],
        "right": facts.get("right", ""),
        "grants": ", ".join(_granted(grant) for grant in facts.get("grants", ())),
        "units": _path(facts.get("units") or (), "code"),
        "superiors": _path(facts.get("superiors") or (), "name") or nobody,
        "owner": owner["name"] if owner else nobody,
        "owner_chain": _path(facts.get("owner_chain") or (), "name") or nobody,
        "record_units": _path(record_units, "code"),
        "record_unit": record_units[-1]["code"] if record_units else nobody,
        "person_unit": (facts.get("person_unit") or {}).get("code", nobody),
        "grantee": (facts.get("grantee") or {}).get("name", nobody),
        "granted_by": (facts.get("granted_by") or {}).get("name", nobody),
        "access": facts.get("access", ""),
        "until": facts.get("until") or _ALWAYS[language],
        "fields": ", ".join(facts.get("fields", ())),
        "rights": ", ".join(facts.get("rights", ())),
        "scopes": ", ".join(facts.get("scopes", ())),
    }


def _granted(grant: Facts) -> str:
    return f"{grant['group']['code']} ({grant['right']}, {grant['reach']})"


def _path(steps: Sequence[Mapping[str, Any]], by: str) -> str:
    return " > ".join(step[by] for step in steps)
