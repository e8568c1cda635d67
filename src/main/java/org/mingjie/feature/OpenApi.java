package org.mingjie.feature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
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

  private static final Map<String, String> STATUSES = Map.of("Moved", "301", "NotModified", "304", "BadRequest", "400",
      "NotFound", "404", "NotAcceptable", "406", "Gone", "410", "PreconditionFailed", "412", "ServerError", "500", "Busy", "503");

  private final JsonMapper mapper;
  private final ObjectNode definition;

  OpenApi(JsonMapper mapper, List<BuildingBlock> blocks) {
    this.mapper = mapper;
    try (InputStream resource = new ClassPathResource("openapi.json", OpenApi.class).getInputStream()) {
      this.definition = (ObjectNode) mapper.readTree(resource);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    Stream.of(ItemCollection.values()).forEach(this::add);
    blocks.forEach(block -> block.define(definition));
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
    ObjectNode described = get(collection, "describe", "集合：" + title, "Capabilities", List.of("f"),
        List.of("NotModified", "BadRequest", "NotAcceptable", "PreconditionFailed", "ServerError"));
    content(described, MediaType.APPLICATION_JSON, reference("schemas", "Collection"));
    paths.set(path, described);

    ObjectNode items = get(collection, "list", title + "的要素", "Data",
        List.of("fOfItems", "limit", "bbox", "bbox-crs", "crs", "datetime", "cursor"),
        List.of("NotModified", "BadRequest", "NotAcceptable", "PreconditionFailed", "ServerError", "Busy"));
    collection.queryables().forEach(queryable -> ((ArrayNode) items.at("/get/parameters")).add(parameter(queryable)));
    content(items, Representation.GEOJSON, reference("schemas", collection.id() + "Features"));
    ((ObjectNode) items.at("/get/responses/200/content")).putObject(Representation.GEOJSON_SEQUENCE.toString())
        .putObject("schema").put("type", "string").put("description", "每个要素一条记录（RFC 8142），没有 ETag");
    crsHeader(items);
    paths.set(path + "/items", items);

    ObjectNode item = get(collection, "get", title + "的一个要素", "Data", List.of("featureId", "f", "crs", "datetime"),
        List.of("Moved", "NotModified", "BadRequest", "NotFound", "NotAcceptable", "Gone", "PreconditionFailed", "ServerError", "Busy"));
    content(item, Representation.GEOJSON, reference("schemas", collection.id() + "Feature"));
    crsHeader(item);
    paths.set(path + "/items/{featureId}", item);
    addSchemas(collection);
  }

  private ObjectNode get(ItemCollection collection, String verb, String summary, String tag, List<String> parameters, List<String> others) {
    ObjectNode operation = mapper.createObjectNode();
    operation.putArray("tags").add(tag);
    operation.put("operationId", verb + "_" + collection.id());
    operation.put("summary", summary);
    operation.put("description", collection.description().strip());
    ArrayNode references = operation.putArray("parameters");
    parameters.forEach(name -> references.add(reference("parameters", name)));
    ObjectNode responses = operation.putObject("responses");
    ObjectNode found = responses.putObject("200").put("description", summary);
    found.putObject("headers").set("ETag", reference("headers", "ETag"));
    found.putObject("content");
    others.forEach(name -> responses.set(STATUSES.get(name), reference("responses", name)));
    ObjectNode path = mapper.createObjectNode();
    path.set("get", operation);
    return path;
  }

  private static void content(ObjectNode path, MediaType type, ObjectNode schema) {
    ObjectNode content = (ObjectNode) path.at("/get/responses/200/content");
    content.putObject(type.toString()).set("schema", schema);
    content.putObject(MediaType.TEXT_HTML_VALUE).putObject("schema").put("type", "string");
  }

  private void crsHeader(ObjectNode path) {
    ((ObjectNode) path.at("/get/responses/200/headers")).set("Content-Crs", reference("headers", "Content-Crs"));
  }

  /** Of several values, parted by commas, a feature need have one. */
  private ObjectNode parameter(Property property) {
    ObjectNode parameter = mapper.createObjectNode();
    boolean one = property.name().equals("name");
    parameter.put("name", property.name()).put("in", "query").put("required", false)
        .put("style", "form").put("explode", false)
        .put("description", property.title() + (one ? "等于：" : "是所列的一个：") + property.description());
    ObjectNode value = schema(property, false);
    if (one) {
      parameter.set("schema", value.put("pattern", "[^ ]"));
    } else {
      ObjectNode list = parameter.putObject("schema").put("type", "array").put("minItems", 1).put("maxItems", ItemsRequest.LONGEST_LIST);
      list.set("items", value);
    }
    return parameter;
  }

  private void addSchemas(ItemCollection collection) {
    ObjectNode schemas = (ObjectNode) definition.get("components").get("schemas");
    ObjectNode feature = schemas.putObject(collection.id() + "Feature");
    feature.put("type", "object");
    feature.putArray("required").add("type").add("id").add("geometry").add("properties");
    ObjectNode members = feature.putObject("properties");
    members.putObject("type").put("type", "string").putArray("enum").add("Feature");
    members.putObject("id").put("type", "string").put("description", "永久地名代码").put("pattern", "^P[0-9]{12}$");
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
    if (property.name().equals("class") && !answered) {
      schema.put("pattern", "^[1-9][0-9]{4}$");
    }
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
