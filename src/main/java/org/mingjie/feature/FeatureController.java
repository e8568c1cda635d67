package org.mingjie.feature;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mingjie.condition.Preconditions;
import org.mingjie.place.PlaceCode;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** {@code /ogc}: OGC API - Features, Parts 1 and 2 (OGC 17-069r4, 18-058r1). Every document as JSON and as a page for people. */
@RestController
@Hidden // has a definition of its own at /ogc/api
@CrossOrigin(methods = {RequestMethod.GET, RequestMethod.HEAD}, exposedHeaders = {HttpHeaders.ETAG, "Content-Crs", HttpHeaders.RETRY_AFTER})
class FeatureController {

  private static final String CONTENT_CRS = "Content-Crs";
  private static final Pattern CODE = Pattern.compile("P[0-9]{12}");
  private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");

  /** Writes an answer. */
  @FunctionalInterface
  private interface Writing {
    void to(Spool spool) throws IOException;
  }

  private final Documents documents;
  private final OpenApi openApi;
  private final ItemSearch search;
  private final ItemReader reader;
  private final Reading reading;
  private final GeoJson geoJson;
  private final Pages pages;
  private final Streams streams;
  private final ObjectWriter json;

  FeatureController(Documents documents, OpenApi openApi, ItemSearch search, ItemReader reader, Reading reading,
      GeoJson geoJson, Pages pages, Streams streams, JsonMapper mapper) {
    this.documents = documents;
    this.openApi = openApi;
    this.search = search;
    this.reader = reader;
    this.reading = reading;
    this.geoJson = geoJson;
    this.pages = pages;
    this.streams = streams;
    this.json = mapper.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET);
  }

  @GetMapping({"/ogc", "/ogc/"})
  void landing(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Ask ask = new Ask(request, "", Set.of(), Representation.DOCUMENT).settle();
    answer(ask, MediaType.APPLICATION_JSON, () -> pages.landing(ask), () -> documents.landing(ask), request, response);
  }

  @GetMapping({"/ogc/conformance", "/ogc/conformance/"})
  void conformance(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Ask ask = new Ask(request, "/conformance", Set.of(), Representation.DOCUMENT).settle();
    answer(ask, MediaType.APPLICATION_JSON, () -> pages.conformance(ask), () -> documents.conformance(ask), request, response);
  }

  @GetMapping({"/ogc/api", "/ogc/api/"})
  void api(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Ask ask = new Ask(request, "/api", Set.of(), Representation.DOCUMENT).settle();
    answer(ask, Representation.OPENAPI, () -> pages.api(ask), () -> openApi.at(ask.address("")), request, response);
  }

  @GetMapping({"/ogc/collections", "/ogc/collections/"})
  void collections(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Ask ask = new Ask(request, "/collections", Set.of(), Representation.DOCUMENT).settle();
    answer(ask, MediaType.APPLICATION_JSON, () -> pages.collections(ask), () -> documents.collections(ask), request, response);
  }

  @GetMapping({"/ogc/collections/{id}", "/ogc/collections/{id}/"})
  void collection(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
    ItemCollection collection = collection(id);
    Ask ask = new Ask(request, "/collections/" + collection.id(), Set.of(), Representation.DOCUMENT).settle();
    answer(ask, MediaType.APPLICATION_JSON, () -> pages.collection(collection, ask), () -> documents.collection(collection, ask),
        request, response);
  }

  @GetMapping({"/ogc/collections/{id}/items", "/ogc/collections/{id}/items/"})
  void items(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
    ItemCollection collection = collection(id);
    Ask ask = new Ask(request, "/collections/" + collection.id() + "/items", ItemsRequest.parameters(collection), Representation.ITEMS);
    ItemsRequest wanted = ItemsRequest.of(collection, ask);
    ask.settle();
    if (ask.form() == Representation.SEQUENCE) {
      streams.send(wanted, ask.parameter("limit").isPresent() ? wanted.limit() : Long.MAX_VALUE, request, response);
      return;
    }
    Optional<Spool> spool = read(request, () -> spooled(out -> write(wanted, search.page(wanted), ask, out)));
    if (spool.isPresent()) {
      send(spool.get(), ask, Representation.GEOJSON, wanted.crs(), request, response);
    }
  }

  private void write(ItemsRequest wanted, Page page, Ask ask, Spool spool) throws IOException {
    List<Link> links = new ArrayList<>(ask.selfLinks(Representation.GEOJSON));
    links.addAll(collectionLinks(wanted.collection(), ask));
    if (page.next() != null) {
      links.add(new Link(ask.here(ask.form(), Map.of("cursor", page.next().cursor())), "next",
          Ask.type(ask.form(), Representation.GEOJSON), "下一页"));
    }
    if (ask.asPage()) {
      Writer out = new BufferedWriter(new OutputStreamWriter(spool, StandardCharsets.UTF_8));
      pages.items(wanted, page, links, ask, out);
      out.flush();
    } else {
      geoJson.write(wanted, page, links, spool);
    }
  }

  @GetMapping({"/ogc/collections/{id}/items/{featureId}", "/ogc/collections/{id}/items/{featureId}/"})
  void item(@PathVariable String id, @PathVariable("featureId") PlaceCode asked, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String featureId = asked.text();
    ItemCollection collection = collection(id);
    Ask ask = new Ask(request, "/collections/" + collection.id() + "/items/" + featureId, ItemsRequest.itemParameters(), Representation.DOCUMENT);
    Crs crs = ItemsRequest.crs("crs", ask);
    Days days = ItemsRequest.days(ask);
    ask.settle();
    if (!CODE.matcher(featureId).matches()) {
      throw Refusal.noFeature(collection, featureId);
    }
    Optional<Spool> spool = read(request, () -> {
      Optional<Feature> feature = search.find(collection, featureId, days).map(found -> reader.whole(collection, crs, found));
      return feature.isEmpty() ? absent(collection, featureId, days, ask) : spooled(out -> write(collection, feature.get(), ask, out));
    });
    if (spool.isPresent()) {
      send(spool.get(), ask, Representation.GEOJSON, crs, request, response);
    }
  }

  private void write(ItemCollection collection, Feature feature, Ask ask, Spool spool) throws IOException {
    if (ask.asPage()) {
      spool.write(pages.item(collection, feature, ask).getBytes(StandardCharsets.UTF_8));
      return;
    }
    List<Link> links = new ArrayList<>(ask.selfLinks(Representation.GEOJSON));
    links.addAll(collectionLinks(collection, ask));
    geoJson.write(feature, links, spool);
  }

  /** @throws Refusal always: where the feature has gone, or that it was there on other days, if it was ever there */
  private Spool absent(ItemCollection collection, String id, @Nullable Days days, Ask ask) {
    ItemSearch.Fate fate = search.fate(id).orElseThrow(() -> Refusal.noFeature(collection, id));
    if (fate.successor() != null && search.find(collection, fate.successor(), null).isPresent()) {
      throw Refusal.moved(ask.there("/collections/" + collection.id() + "/items/" + fate.successor(), ask.form(),
          ItemsRequest.itemParameters(), Map.of()));
    }
    if (days != null && search.find(collection, id, Days.EVER).isPresent()) {
      throw Refusal.notThen(collection, id, ask.parameter("datetime").orElseThrow());
    }
    throw fate.status().equals("current") ? Refusal.noFeature(collection, id) : Refusal.gone(collection, id);
  }

  @GetMapping("/ogc/page.css")
  ResponseEntity<Resource> style() {
    return ResponseEntity.ok().contentType(CSS).cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
        .body(new ClassPathResource("page.css", FeatureController.class));
  }

  private void answer(Ask ask, MediaType type, Supplier<String> page, Supplier<Object> document,
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    Spool spool = spooled(out -> {
      if (ask.asPage()) {
        out.write(page.get().getBytes(StandardCharsets.UTF_8));
      } else {
        json.writeValue(out, document.get());
      }
    });
    send(spool, ask, type, null, request, response);
  }

  /** Empty if the client has gone. */
  private Optional<Spool> read(HttpServletRequest request, Supplier<Spool> work) {
    try {
      return Optional.of(reading.run(ClientLine.gone(request), work));
    } catch (ClientGone nobodyToTell) {
      return Optional.empty();
    }
  }

  private static Spool spooled(Writing writing) {
    Spool spool = new Spool();
    try {
      writing.to(spool);
      return spool;
    } catch (IOException full) {
      spool.discard();
      throw new UncheckedIOException(full);
    } catch (RuntimeException failed) {
      spool.discard();
      throw failed;
    }
  }

  private static void send(Spool spool, Ask ask, MediaType json, @Nullable Crs crs, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (crs != null) {
      response.setHeader(CONTENT_CRS, crs.header());
    }
    String tag = spool.tag();
    response.setHeader(HttpHeaders.ETAG, tag);
    Preconditions.Outcome outcome = Preconditions.of(request).outcome(tag);
    if (outcome != Preconditions.Outcome.GIVEN) {
      spool.discard();
    }
    switch (outcome) {
      case FAILED -> throw Refusal.notTheOneWanted();
      case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      case GIVEN -> give(spool, ask.mediaType(json), request, response);
    }
  }

  private static void give(Spool spool, MediaType type, HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType(type.toString());
    response.setContentLengthLong(spool.length());
    if (request.getMethod().equals("HEAD")) {
      spool.discard();
      return;
    }
    Delivery.send(spool, request, response);
  }

  private static List<Link> collectionLinks(ItemCollection collection, Ask ask) {
    return Stream.of(Representation.JSON, Representation.HTML).map(form ->
        new Link(ask.address("/collections/" + collection.id(), form), "collection",
            Ask.type(form, MediaType.APPLICATION_JSON), "集合：" + collection.title())).toList();
  }

  private static ItemCollection collection(String id) {
    return ItemCollection.find(id).orElseThrow(() -> Refusal.noCollection(id,
        Stream.of(ItemCollection.values()).map(ItemCollection::id).collect(Collectors.joining("、"))));
  }
}
