package org.mingjie.publication;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mingjie.place.PlaceCard;
import org.mingjie.place.PlaceCards;
import org.mingjie.place.PlaceCode;
import org.mingjie.problem.Echo;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * {@code GET /place/{code}}: the permanent address of a place, read without scripts. 301 for a merged place and for a code in small letters, 410 for a retired
 * code, 404 for one never issued. Whoever wants JSON alone is sent to /api/places.
 */
@Controller
class PlacePageController {

  private final PlaceCards places;
  private final HtmlPages pages;

  PlacePageController(PlaceCards places, HtmlPages pages) {
    this.places = places;
    this.pages = pages;
  }

  @GetMapping("/place/{code}")
  ResponseEntity<byte[]> place(@PathVariable("code") PlaceCode asked, HttpServletRequest request) {
    PageLanguage language = PageLanguage.of(request);
    String code = asked.text();
    if (!asked.isCanonical()) {
      return moved(code, request);
    }
    Optional<PlaceCards.Answer> answer = places.find(code);
    if (answer.isEmpty()) {
      return pages.answer(404, "lost", language, Map.of("title", Words.say(language, "missing_title"),
          "said", Words.say(language, "missing_detail", Echo.brief(code)), "successor", List.of()));
    }
    if (answer.get() instanceof PlaceCards.Moved moved) {
      return moved(moved.code(), request);
    }
    if (answer.get() instanceof PlaceCards.Gone gone) {
      return gone(code, gone, language);
    }
    if (wantsJson(request)) {
      return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/api/places/" + code)).header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
    }
    return page(((PlaceCards.Found) answer.get()).card(), language, request);
  }

  private static ResponseEntity<byte[]> moved(String code, HttpServletRequest request) {
    return ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY).location(URI.create("/place/" + code + query(request))).build();
  }

  private ResponseEntity<byte[]> page(PlaceCard card, PageLanguage language, HttpServletRequest request) {
    String address = HtmlPages.absolute(request, "/place/" + card.code());
    Map<String, Object> model = new HashMap<>();
    model.put("page", new PlacePage(card, language));
    model.put("card", card);
    model.put("address", address);
    model.put("canonical", address + language.query());
    model.put("openGraph", language.openGraph());
    model.put("linkedData", PlaceLinkedData.of(card, code -> HtmlPages.absolute(request, "/place/" + code)));
    return pages.answer(request, "place", language, model);
  }

  private ResponseEntity<byte[]> gone(String code, PlaceCards.Gone gone, PageLanguage language) {
    String successor = gone.successor();
    List<PlacePage.Link> links = successor == null ? List.of() : List.of(new PlacePage.Link("/place/" + successor + language.query(), nameOf(successor)));
    return pages.answer(410, "lost", language, Map.of("title", Words.say(language, "gone_title"),
        "said", Words.say(language, "gone_detail", code), "successor", links));
  }

  private String nameOf(String code) {
    return places.find(code).filter(PlaceCards.Found.class::isInstance).map(found -> ((PlaceCards.Found) found).card().name()).orElse(code);
  }

  private static String query(HttpServletRequest request) {
    return request.getParameter("lang") == null ? "" : PageLanguage.of(request).query();
  }

  private static boolean wantsJson(HttpServletRequest request) {
    try {
      List<MediaType> wanted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
      return wanted.stream().anyMatch(MediaType.APPLICATION_JSON::equalsTypeAndSubtype)
          && wanted.stream().noneMatch(type -> !type.isWildcardType() && type.includes(MediaType.TEXT_HTML));
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }
}
