package org.mingjie.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Holds documents against the schemas of an OpenAPI 3.0 definition, as far as ours use them. */
final class Schemas {

  private final JsonNode definition;

  Schemas(JsonNode definition) {
    this.definition = definition;
  }

  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? resolve(definition.at(node.get("$ref").asString().substring(1))) : node;
  }

  /** What of the value does not fit; empty if all does. */
  List<String> faults(JsonNode value, JsonNode schema) {
    List<String> faults = new ArrayList<>();
    check(value, resolve(schema), "$", faults);
    return faults;
  }

  private void check(JsonNode value, JsonNode schema, String at, List<String> faults) {
    if (value.isNull()) {
      if (!schema.path("nullable").asBoolean(false) && schema.has("type")) {
        faults.add(at + " is null");
      }
      return;
    }
    String type = schema.path("type").asString("");
    boolean fits = switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
    if (!fits) {
      faults.add(at + " is no " + type);
      return;
    }
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      faults.add(at + " is " + value + ", not one of " + schema.get("enum"));
    }
    if (schema.has("pattern") && !Pattern.compile(schema.get("pattern").asString()).matcher(value.asString()).find()) {
      faults.add(at + " is " + value + ", not like " + schema.get("pattern"));
    }
    if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
      faults.add(at + " is too small");
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
}
