package org.mingjie.feature;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** {@code /ogc}: OGC API - Features, Part 1: Core (OGC 17-069r4). Every document as JSON and as a page for people. */
@RestController
@Hidden // has a definition of its own at /ogc/api
@CrossOrigin(exposedHeaders = {HttpHeaders.ETAG, "Content-Crs"})
class FeatureController {

  private static final String CONTENT_CRS = "<" + Documents.CRS84 + ">";
  private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");

  private final Documents documents;
  private final OpenApi openApi;
  private final ItemSearch search;
  private final ItemReader reader;
  private final GeoJson geoJson;
  private final Pages pages;

  FeatureController(Documents documents, OpenApi openApi, ItemSearch search, ItemReader reader, GeoJson geoJson, Pages pages) {
    this.documents = documents;
    this.openApi = openApi;
    this.search = search;
    this.reader = reader;
    this.geoJson = geoJson;
    this.pages = pages;
  }

  @GetMapping({"/ogc", "/ogc/"})
  ResponseEntity<Object> landing(HttpServletRequest request) {
    Ask ask = new Ask(request, "", Set.of()).settle();
    return answer(ask, MediaType.APPLICATION_JSON, ask.asPage() ? pages.landing(ask) : documents.landing(ask));
  }

  @GetMapping({"/ogc/conformance", "/ogc/conformance/"})
  ResponseEntity<Object> conformance(HttpServletRequest request) {
    Ask ask = new Ask(request, "/conformance", Set.of()).settle();
    return answer(ask, MediaType.APPLICATION_JSON, ask.asPage() ? pages.conformance(ask) : documents.conformance(ask));
  }

  @GetMapping({"/ogc/api", "/ogc/api/"})
  ResponseEntity<Object> api(HttpServletRequest request) {
    Ask ask = new Ask(request, "/api", Set.of()).settle();
    return answer(ask, Representation.OPENAPI, ask.asPage() ? pages.api(ask) : openApi.at(ask.address("")));
  }

  @GetMapping({"/ogc/collections", "/ogc/collections/"})
  ResponseEntity<Object> collections(HttpServletRequest request) {
    Ask ask = new Ask(request, "/collections", Set.of()).settle();
    return answer(ask, MediaType.APPLICATION_JSON, ask.asPage() ? pages.collections(ask) : documents.collections(ask));
  }

  @GetMapping({"/ogc/collections/{id}", "/ogc/collections/{id}/"})
  ResponseEntity<Object> collection(@PathVariable String id, HttpServletRequest request) {
    ItemCollection collection = collection(id);
    Ask ask = new Ask(request, "/collections/" + collection.id(), Set.of()).settle();
    return answer(ask, MediaType.APPLICATION_JSON,
        ask.asPage() ? pages.collection(collection, ask) : documents.collection(collection, ask));
  }

  /** Written straight to the client while it is read. */
  @GetMapping({"/ogc/collections/{id}/items", "/ogc/collections/{id}/items/"})
  void items(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
    ItemCollection collection = collection(id);
    Ask ask = new Ask(request, "/collections/" + collection.id() + "/items", ItemsRequest.parameters(collection));
    ItemsRequest wanted = ItemsRequest.of(collection, ask);
    ask.settle();
    Page page = search.page(wanted);
    List<Link> links = new ArrayList<>(ask.selfLinks(Representation.GEOJSON));
    links.add(collectionLink(collection, ask));
    if (page.next() != null) {
      links.add(new Link(ask.here(ask.form(), Map.of("cursor", page.next().cursor())), "next",
          Ask.type(ask.form(), Representation.GEOJSON), "下一页"));
    }
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.setHeader("Content-Crs", CONTENT_CRS);
    if (ask.asPage()) {
      response.setContentType(Representation.PAGE.toString());
      Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
      pages.items(wanted, page, links, ask, out);
      out.flush();
    } else {
      response.setContentType(Representation.GEOJSON.toString());
      geoJson.write(collection, page, links, response.getOutputStream());
    }
  }

  @GetMapping({"/ogc/collections/{id}/items/{featureId}", "/ogc/collections/{id}/items/{featureId}/"})
  ResponseEntity<byte[]> item(@PathVariable String id, @PathVariable String featureId, HttpServletRequest request, ServletWebRequest web) {
    ItemCollection collection = collection(id);
    Ask ask = new Ask(request, "/collections/" + collection.id() + "/items/" + featureId, Set.of()).settle();
    Feature feature = search.find(collection, featureId).flatMap(key -> reader.whole(collection, key))
        .orElseThrow(() -> Refusal.noFeature(collection, featureId));
    List<Link> links = new ArrayList<>(ask.selfLinks(Representation.GEOJSON));
    links.add(collectionLink(collection, ask));
    byte[] bytes;
    if (ask.asPage()) {
      bytes = pages.item(collection, feature, ask).getBytes(StandardCharsets.UTF_8);
    } else {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      geoJson.write(feature, links, out);
      bytes = out.toByteArray();
    }
    String tag = "W/\"" + hash(bytes) + "\""; // weak: the server may compress on its way
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(web.checkNotModified(tag) ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
        .eTag(tag).cacheControl(CacheControl.noCache()).varyBy(HttpHeaders.ACCEPT).header("Content-Crs", CONTENT_CRS);
    return web.isNotModified() ? answer.build()
        : answer.contentType(ask.asPage() ? Representation.PAGE : Representation.GEOJSON).body(bytes);
  }

  @GetMapping("/ogc/page.css")
  ResponseEntity<Resource> style() {
    return ResponseEntity.ok().contentType(CSS).cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
        .body(new ClassPathResource("page.css", FeatureController.class));
  }

  private static ResponseEntity<Object> answer(Ask ask, MediaType json, Object body) {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).varyBy(HttpHeaders.ACCEPT)
        .contentType(ask.asPage() ? Representation.PAGE : json).body(body);
  }

  private static Link collectionLink(ItemCollection collection, Ask ask) {
    return new Link(ask.address("/collections/" + collection.id(), ask.form()), "collection",
        Ask.type(ask.form(), MediaType.APPLICATION_JSON), "集合：" + collection.title());
  }

  private static ItemCollection collection(String id) {
    return ItemCollection.find(id).orElseThrow(() -> Refusal.noCollection(id,
        Stream.of(ItemCollection.values()).map(ItemCollection::id).collect(Collectors.joining("、"))));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
