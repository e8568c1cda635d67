package org.mingjie.publication;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mingjie.access.LostPage;
import org.mingjie.problem.Echo;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Says that there is no such address, with a way back to the map. */
@Component
class LostAddress implements LostPage {

  private final HtmlPages pages;

  LostAddress(HtmlPages pages) {
    this.pages = pages;
  }

  @Override
  public void tell(HttpServletRequest request, HttpServletResponse response) throws IOException {
    PageLanguage language = PageLanguage.of(request);
    ResponseEntity<byte[]> page = pages.answer(404, "lost", language, Map.of("title", Words.say(language, "no_address_title"),
        "said", Words.say(language, "no_address_detail", Echo.brief(request.getRequestURI())), "successor", List.of()));
    response.setStatus(page.getStatusCode().value());
    page.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    if (page.getBody() != null) {
      response.getOutputStream().write(page.getBody());
    }
  }
}
