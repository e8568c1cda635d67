package org.mingjie.feature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definition of the interface (OpenAPI 3.0, OGC 17-069r4, clause 9): the parts that stay from {@code openapi.json},
 * the paths and the schema of each collection from its properties.
 */
@Component
class OpenApi {

  private final JsonMapper mapper;
  private final ObjectNode definition;

  OpenApi(JsonMapper mapper) {
    this.mapper = mapper;
    try (InputStream resource = new ClassPathResource("openapi.json", OpenApi.class).getInputStream()) {
      this.definition = (ObjectNode) mapper.readTree(resource);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    Stream.of(ItemCollection.values()).forEach(this::add);
  }

  /** @param root absolute address of the landing page */
  ObjectNode at(String root) {
    ObjectNode copy = definition.deepCopy();
    copy.putArray("servers").addObject().put("url", root);
    return copy;
  }

  private void add(ItemCollection collection) {
    ObjectNode paths = (ObjectNode) definition.get("paths");
    String path = "/collections/" + collection.id();
    String title = collection.title();
    paths.set(path, get(collection, "describe", "集合：" + title, "Collection", List.of("f")));
    ObjectNode items = get(collection, "list", title + "的要素", collection.id() + "Features",
        List.of("f", "limit", "bbox", "datetime", "cursor"));
    ArrayNode parameters = (ArrayNode) items.get("get").get("parameters");
    collection.queryables().forEach(queryable -> parameters.add(parameter(queryable)));
    paths.set(path + "/items", items);
    ObjectNode item = get(collection, "get", title + "的一个要素", collection.id() + "Feature", List.of("f"));
    ((ArrayNode) item.get("get").get("parameters")).add(reference("parameters", "featureId"));
    ((ObjectNode) item.get("get").get("responses")).set("304", reference("responses", "NotModified"));
    ((ObjectNode) item.get("get").get("responses")).set("404", reference("responses", "NotFound"));
    paths.set(path + "/items/{featureId}", item);
    addSchemas(collection);
  }

  private ObjectNode get(ItemCollection collection, String verb, String summary, String schema, List<String> parameters) {
    ObjectNode operation = mapper.createObjectNode();
    operation.putArray("tags").add(schema.equals("Collection") ? "Capabilities" : "Data");
    operation.put("operationId", verb + "_" + collection.id());
    operation.put("summary", summary);
    operation.put("description", collection.description().strip());
    ArrayNode references = operation.putArray("parameters");
    parameters.forEach(name -> references.add(reference("parameters", name)));
    ObjectNode responses = operation.putObject("responses");
    ObjectNode found = responses.putObject("200");
    found.put("description", summary);
    String type = schema.equals("Collection") ? "application/json" : "application/geo+json";
    ObjectNode content = found.putObject("content");
    content.putObject(type).set("schema", reference("schemas", schema));
    content.putObject("text/html").putObject("schema").put("type", "string");
    for (String[] other : new String[][] {{"400", "BadRequest"}, {"406", "NotAcceptable"}, {"500", "ServerError"}}) {
      responses.set(other[0], reference("responses", other[1]));
    }
    ObjectNode item = mapper.createObjectNode();
    item.set("get", operation);
    return item;
  }

  private ObjectNode parameter(Property property) {
    ObjectNode parameter = mapper.createObjectNode();
    parameter.put("name", property.name()).put("in", "query").put("required", false)
        .put("style", "form").put("explode", false).put("description", property.title() + "等于：" + property.description());
    parameter.set("schema", schema(property, false));
    return parameter;
  }

  private void addSchemas(ItemCollection collection) {
    ObjectNode schemas = (ObjectNode) definition.get("components").get("schemas");
    ObjectNode feature = schemas.putObject(collection.id() + "Feature");
    feature.put("type", "object");
    feature.putArray("required").add("type").add("id").add("geometry").add("properties");
    ObjectNode members = feature.putObject("properties");
    members.putObject("type").put("type", "string").putArray("enum").add("Feature");
    members.putObject("id").put("type", "string").put("description", "永久地名代码");
    members.set("geometry", reference("schemas", "Geometry"));
    ObjectNode properties = members.putObject("properties").put("type", "object").putObject("properties");
    collection.properties().forEach(property -> properties.set(property.name(), schema(property, true)));
    members.putObject("links").put("type", "array").set("items", reference("schemas", "Link"));
    ObjectNode features = (ObjectNode) schemas.get("Features").deepCopy();
    ((ObjectNode) features.get("properties").get("features")).set("items", reference("schemas", collection.id() + "Feature"));
    schemas.set(collection.id() + "Features", features);
  }

  private ObjectNode schema(Property property, boolean answered) {
    ObjectNode schema = mapper.createObjectNode();
    schema.put("type", property.type());
    if (answered) {
      schema.put("title", property.title()).put("description", property.description()).put("nullable", true);
    }
    if (property.type().equals("array")) {
      schema.putObject("items").put("type", "string");
    }
    if (!property.values().isEmpty() && !answered) {
      ArrayNode values = schema.putArray("enum");
      property.values().forEach(value -> {
        if (property.type().equals("integer")) {
          values.add(Integer.parseInt(value));
        } else {
          values.add(value);
        }
      });
    }
    return schema;
  }

  private ObjectNode reference(String kind, String name) {
    return mapper.createObjectNode().put("$ref", "#/components/" + kind + "/" + name);
  }
}
