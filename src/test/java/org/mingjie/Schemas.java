package org.mingjie;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Holds documents against the schemas of an OpenAPI 3.0 or 3.1 definition, as far as ours use them. */
public final class Schemas {

  private final JsonNode definition;

  public Schemas(JsonNode definition) {
    this.definition = definition;
  }

  public JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? resolve(definition.at(node.get("$ref").asString().substring(1))) : node;
  }

  /** What of the value does not fit; empty if all does. */
  public List<String> faults(JsonNode value, JsonNode schema) {
    List<String> faults = new ArrayList<>();
    check(value, resolve(schema), "$", faults);
    return faults;
  }

  /** The types that a schema names: one in OpenAPI 3.0, several in 3.1. */
  public static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    Stream<String> named = type.isArray() ? type.valueStream().map(JsonNode::asString) : type.isMissingNode() ? Stream.of() : Stream.of(type.asString());
    return (schema.path("nullable").asBoolean(false) ? Stream.concat(named, Stream.of("null")) : named).toList();
  }

  private void check(JsonNode value, JsonNode schema, String at, List<String> faults) {
    if (schema.has("oneOf") && schema.get("oneOf").valueStream().filter(one -> faults(value, one).isEmpty()).count() != 1) {
      faults.add(at + " is not one of " + schema.get("oneOf"));
      return;
    }
    List<String> types = types(schema);
    if (!types.isEmpty() && types.stream().noneMatch(type -> fits(value, type))) {
      faults.add(at + " is no " + types + " but " + value.getNodeType());
      return;
    }
    if (value.isNull()) {
      return;
    }
    checkText(value, schema, at, faults);
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      faults.add(at + " is " + value + ", not one of " + schema.get("enum"));
    }
    if (value.isNumber() && (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()
        || schema.has("maximum") && value.asDouble() > schema.get("maximum").asDouble())) {
      faults.add(at + " is out of bounds");
    }
    if (value.isArray()) {
      if (value.size() < schema.path("minItems").asInt(0) || value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
        faults.add(at + " has " + value.size() + " items");
      }
      for (int i = 0; i < value.size() && schema.has("items"); i++) {
        check(value.get(i), resolve(schema.get("items")), at + "[" + i + "]", faults);
      }
    }
    schema.path("required").forEach(name -> {
      if (!value.has(name.asString())) {
        faults.add(at + " lacks " + name.asString());
      }
    });
    if (value.isObject() && schema.has("properties")) {
      value.properties().forEach(member -> {
        JsonNode told = schema.get("properties").get(member.getKey());
        if (told == null) {
          faults.add(at + "." + member.getKey() + " is not described");
        } else {
          check(member.getValue(), resolve(told), at + "." + member.getKey(), faults);
        }
      });
    }
  }

  private static boolean fits(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static void checkText(JsonNode value, JsonNode schema, String at, List<String> faults) {
    if (!value.isString()) {
      return;
    }
    String text = value.asString();
    int length = text.codePointCount(0, text.length());
    if (length < schema.path("minLength").asInt(0) || length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      faults.add(at + " has " + length + " characters");
    }
    if (schema.has("pattern") && !Pattern.compile(schema.get("pattern").asString()).matcher(text).find()) {
      faults.add(at + " is " + value + ", not like " + schema.get("pattern"));
    }
    if (schema.path("format").asString("").equals("date")) {
      try {
        LocalDate.parse(text);
      } catch (DateTimeException noDay) {
        faults.add(at + " is no day");
      }
    }
  }
}
