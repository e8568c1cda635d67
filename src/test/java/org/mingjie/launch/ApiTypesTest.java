package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The types of the web application are made from the document of this server: the copy of it that they are made from is the same. */
class ApiTypesTest extends RegistryTest {

  private static final Path COPY = Path.of("web/src/api/openapi.json");
  private static final Path NOW = Path.of("target/openapi.json");
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).enable(SerializationFeature.INDENT_OUTPUT).build();

  @LocalServerPort private int port;

  @Test
  void theDocumentIsTheOneThatTheTypesAreMadeFrom() throws Exception {
    String document = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/openapi.json")).build(), BodyHandlers.ofString()).body();
    ObjectNode now = (ObjectNode) JSON.readTree(document);
    now.remove("servers");
    ((ObjectNode) now.get("info")).put("version", "0");
    Files.writeString(NOW, JSON.writeValueAsString(JSON.treeToValue(now, Object.class)) + "\n");
    assertThat(JSON.readTree(Files.readString(COPY)))
        .as("the API has changed: cp %s %s, then npm run types in web/", NOW, COPY).isEqualTo(now);
  }
}
