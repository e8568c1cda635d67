package org.mingjie.feature;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Features in GeoJSON (RFC 7946; OGC 17-069r4, clause 8.3), written one after the other. */
@Component
class GeoJson {

  private final ObjectWriter mapper;
  private final ItemReader reader;

  /** An answer that breaks off must not end like a whole one: nothing is closed that was not finished. */
  GeoJson(JsonMapper mapper, ItemReader reader) {
    this.mapper = mapper.writer()
        .without(StreamWriteFeature.AUTO_CLOSE_CONTENT).without(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM);
    this.reader = reader;
  }

  void write(ItemCollection collection, Page page, List<Link> links, OutputStream out) throws IOException {
    try (JsonGenerator json = mapper.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringProperty("type", "FeatureCollection");
      json.writeStringProperty("timeStamp", Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.SECONDS).toString());
      links(links, json);
      if (page.matched() != null) {
        json.writeNumberProperty("numberMatched", page.matched());
      }
      json.writeArrayPropertyStart("features");
      long[] returned = {0};
      reader.read(collection, page.keys(), feature -> {
        returned[0]++;
        feature(feature, List.of(), json);
      });
      json.writeEndArray();
      json.writeNumberProperty("numberReturned", returned[0]);
      json.writeEndObject();
    } catch (JacksonIOException broken) {
      throw broken.getCause();
    }
  }

  void write(Feature feature, List<Link> links, OutputStream out) {
    try (JsonGenerator json = mapper.createGenerator(out)) {
      feature(feature, links, json);
    }
  }

  private static void feature(Feature feature, List<Link> links, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", "Feature");
    json.writeStringProperty("id", feature.id());
    json.writeName("geometry");
    json.writeRawValue(feature.geometry() == null ? "null" : feature.geometry());
    json.writePOJOProperty("properties", feature.properties());
    if (!links.isEmpty()) {
      links(links, json);
    }
    json.writeEndObject();
  }

  private static void links(List<Link> links, JsonGenerator json) {
    json.writePOJOProperty("links", links);
  }
}
