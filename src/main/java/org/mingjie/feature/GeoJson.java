package org.mingjie.feature;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Features in GeoJSON (RFC 7946; OGC 17-069r4, clause 8.3), written one after the other. */
@Component
class GeoJson {

  private static final char RECORD = 0x1e;

  private final ObjectWriter mapper;
  private final ObjectWriter sequence;
  private final ItemReader reader;

  GeoJson(JsonMapper mapper, ItemReader reader) {
    this.mapper = mapper.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM);
    this.sequence = this.mapper.withRootValueSeparator("");
    this.reader = reader;
  }

  /** The time of the answer and estimates do not count to its hash. */
  void write(ItemsRequest request, Page page, List<Link> links, Spool out) {
    try (JsonGenerator json = mapper.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringProperty("type", "FeatureCollection");
      json.flush();
      out.hashed(false);
      json.writeStringProperty("timeStamp", Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.SECONDS).toString());
      json.flush();
      out.hashed(true);
      links(links, json);
      if (page.matched() != null) {
        json.writeNumberProperty("numberMatched", page.matched());
      }
      if (page.estimate() != null) {
        json.flush();
        out.hashed(false); // says no more of the features than the time does
        json.writeNumberProperty("numberMatchedEstimate", page.estimate());
        json.flush();
        out.hashed(true);
      }
      json.writeArrayPropertyStart("features");
      long[] returned = {0};
      reader.read(request.collection(), request.crs(), page.features(), feature -> {
        returned[0]++;
        feature(feature, List.of(), json);
      });
      json.writeEndArray();
      json.writeNumberProperty("numberReturned", returned[0]);
      json.writeEndObject();
    }
  }

  /** GeoJSON text sequence (RFC 8142). */
  void writeSequence(ItemsRequest request, Page page, OutputStream out) {
    try (JsonGenerator json = sequence.createGenerator(out)) {
      reader.read(request.collection(), request.crs(), page.features(), feature -> {
        json.writeRaw(RECORD);
        feature(feature, List.of(), json);
        json.writeRaw('\n');
      });
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
    json.writeName("properties");
    properties(feature, json);
    if (!links.isEmpty()) {
      links(links, json);
    }
    json.writeEndObject();
  }

  /** In the order of {@link ItemCollection#properties()}. */
  private static void properties(Feature feature, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("code", feature.id());
    json.writeStringProperty("name", feature.name());
    json.writeStringProperty("nameStatus", feature.nameStatus());
    json.writeStringProperty("spelling", feature.spelling());
    json.writeStringProperty("spellingStatus", feature.spellingStatus());
    json.writeStringProperty("class", feature.classCode());
    json.writeArrayPropertyStart("divisionPath");
    feature.divisionPath().forEach(json::writeString);
    json.writeEndArray();
    feature.own().forEach(json::writePOJOProperty);
    json.writeEndObject();
  }

  private static void links(List<Link> links, JsonGenerator json) {
    json.writePOJOProperty("links", links);
  }
}
