package org.mingjie.publication;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.mingjie.correction.Draft;
import org.mingjie.correction.ErrorReport;
import org.mingjie.correction.ErrorReports;
import org.mingjie.correction.ReportRefused;
import org.mingjie.place.PlaceCard;
import org.mingjie.place.PlaceCards;
import org.mingjie.place.PlaceCode;
import org.mingjie.problem.Echo;
import org.mingjie.time.LegalDay;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** The form for error reports, and the page that tells what became of one. Both work without scripts. */
@Controller
class ReportPageController {

  /** @param said what is wrong with the field, in the words of the page */
  record Fault(String field, String said) {}

  record Choice(String code, String text, boolean chosen) {}

  private static final int LONGEST_RECEIPT = 40;

  private final ErrorReports reports;
  private final PlaceCards places;
  private final HtmlPages pages;

  ReportPageController(ErrorReports reports, PlaceCards places, HtmlPages pages) {
    this.reports = reports;
    this.places = places;
    this.pages = pages;
  }

  @GetMapping("/report")
  ResponseEntity<byte[]> form(HttpServletRequest request) {
    PageLanguage language = PageLanguage.of(request);
    String receipt = given(request, "receipt").replaceAll("[^\\p{L}\\p{N}-]", "");
    if (!receipt.isEmpty()) {
      String shown = receipt.substring(0, Math.min(receipt.length(), LONGEST_RECEIPT));
      return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/report/" + UriUtils.encodePathSegment(shown, StandardCharsets.UTF_8) + language.query())).build();
    }
    Draft blank = new Draft(new PlaceCode(given(request, "place").strip()).text(), given(request, "lon"), given(request, "lat"), given(request, "what"), "", "", "", "");
    if (blank.place().isEmpty() && blank.lon().isEmpty()) {
      return pages.answer(400, "lost", language, Map.of("title", Words.say(language, "report"),
          "said", Words.say(language, "report_where"), "successor", List.of(), "asks_receipt", true));
    }
    Optional<PlaceCard> card = card(blank.place());
    if (!blank.place().isEmpty() && card.isEmpty()) {
      return pages.answer(404, "lost", language, Map.of("title", Words.say(language, "missing_title"),
          "said", Words.say(language, "missing_detail", Echo.brief(blank.place())), "successor", List.of()));
    }
    return pages.answer(200, "report", language, model(blank, UUID.randomUUID().toString(), List.of(), language));
  }

  @PostMapping(path = "/report", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ResponseEntity<byte[]> send(HttpServletRequest request) throws IOException {
    PageLanguage language = PageLanguage.of(request);
    FormBody form = FormBody.read(request);
    if (form.tooLarge()) {
      return pages.answer(413, "lost", language, Map.of("title", Words.say(language, "report"), "said", Words.say(language, "report_too_large"), "successor", List.of()));
    }
    Draft draft = new Draft(form.get("place"), form.get("lon"), form.get("lat"), form.get("what"), form.get("text"), form.get("source"), form.get("contact"), form.get("website"));
    String key = form.get("key");
    try {
      String receipt = reports.file(draft, ErrorReports.isKey(key) ? key : null, request.getRemoteAddr());
      return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/report/" + receipt + language.query())).build();
    } catch (ReportRefused refused) {
      int status = refused.reason() == ReportRefused.Reason.TOO_MANY ? 429 : 422;
      // what was filled in stays; it goes under a key of its own, for it may be another report now
      return pages.answer(status, "report", language, model(draft, UUID.randomUUID().toString(), faults(refused, language), language));
    }
  }

  @GetMapping("/report/{receipt}")
  ResponseEntity<byte[]> standing(@PathVariable String receipt, HttpServletRequest request) {
    PageLanguage language = PageLanguage.of(request);
    Optional<ErrorReport.Standing> found = reports.find(receipt);
    if (found.isEmpty()) {
      return pages.answer(404, "lost", language, Map.of("title", Words.say(language, "receipt_missing"),
          "said", Words.say(language, "receipt_missing_detail", Echo.brief(receipt)), "successor", List.of(), "asks_receipt", true));
    }
    ErrorReport.Standing standing = found.get();
    Map<String, Object> model = new HashMap<>();
    model.put("receipt", standing.receipt());
    model.put("state", Words.say(language, "report_" + standing.state().code()));
    model.put("said", Words.say(language, "report_" + standing.state().code() + "_detail"));
    model.put("about", Words.say(language, "receipt_about", language.day(LocalDate.ofInstant(standing.at(), LegalDay.ZONE)), Words.say(language, "what_" + standing.what().code())));
    model.put("place", standing.placeCode() == null ? "" : standing.placeCode());
    model.put("name", standing.placeName() == null ? "" : standing.placeName());
    model.put("reply", standing.answer() == null ? "" : standing.answer());
    return pages.answer(200, "receipt", language, model);
  }

  private Map<String, Object> model(Draft draft, String key, List<Fault> faults, PageLanguage language) {
    Map<String, Object> model = new HashMap<>();
    model.put("draft", draft);
    model.put("key", key);
    model.put("contact_hint", Words.say(language, "report_contact_hint", reports.contactDays()));
    model.put("keep", UriComponentsBuilder.newInstance().queryParam("place", "{place}").queryParam("lon", "{lon}").queryParam("lat", "{lat}").encode()
        .buildAndExpand(draft.place(), draft.lon(), draft.lat()).getQuery() + "&");
    model.put("faults", faults);
    model.put("refused", Words.say(language, faults.stream().allMatch(f -> f.field().isEmpty()) ? "report_waits" : "report_refused"));
    Stream.of("what", "text", "source", "contact").forEach(field ->
        model.put("wrong_" + field, faults.stream().anyMatch(f -> f.field().equals(field))));
    model.put("choices", Stream.of(ErrorReport.What.values())
        .map(w -> new Choice(w.code(), Words.say(language, "what_" + w.code()), w.code().equals(draft.what()))).toList());
    card(draft.place()).ifPresent(card -> model.put("page", new PlacePage(card, language)));
    card(draft.place()).ifPresent(card -> model.put("card", card));
    model.put("at", draft.place().isEmpty() ? at(draft, language) : "");
    return model;
  }

  private static String at(Draft draft, PageLanguage language) {
    try {
      return PlacePage.position(Double.parseDouble(draft.lon()), Double.parseDouble(draft.lat()), language);
    } catch (NumberFormatException noNumber) {
      return "";
    }
  }

  private static List<Fault> faults(ReportRefused refused, PageLanguage language) {
    return switch (refused.reason()) {
      case FAULTY -> refused.faults().stream().map(f -> new Fault(f.field(),
          f.most() > 0 ? Words.say(language, "fault_" + f.field(), f.most()) : Words.say(language, "fault_" + f.wrong().name().toLowerCase(java.util.Locale.ROOT)))).toList();
      case TOO_MANY -> List.of(new Fault("", Words.say(language, "fault_too_many")));
      case KEY_REUSED -> List.of(new Fault("", Words.say(language, "fault_key_reused")));
    };
  }

  private Optional<PlaceCard> card(String code) {
    return code.isEmpty() || code.indexOf('\0') >= 0 ? Optional.empty() : places.find(code).filter(PlaceCards.Found.class::isInstance).map(found -> ((PlaceCards.Found) found).card());
  }

  private static String given(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }
}
