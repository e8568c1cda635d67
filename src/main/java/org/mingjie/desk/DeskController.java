package org.mingjie.desk;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.mingjie.access.SignedIn;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/desk}: what waits for whoever asks, in the order in which it should be done. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "工作台")
@SecurityRequirement(name = "session")
class DeskController {

  /** @param today the legal day, by which days left are counted */
  record Desk(LocalDate today, List<WaitingItem> items) {}

  private static final Comparator<WaitingItem> ORDER = Comparator
      .comparing((WaitingItem item) -> item.due() == null ? LocalDate.MAX : item.due())
      .thenComparing(item -> !item.pressing())
      .thenComparing(item -> item.since() == null ? Instant.MIN : item.since())
      .thenComparing(WaitingItem::kind).thenComparing(WaitingItem::key);

  private final List<WaitingWork> works;
  private final Clock clock;

  DeskController(List<WaitingWork> works, ObjectProvider<Clock> clock) {
    this.works = works;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @Operation(summary = "等自己办的事", operationId = "desk", description = "有法定期限的在前，按期限排；due 为 null 就是没有法定期限")
  @ApiResponse(responseCode = "200", description = "没有事时 items 为空")
  @GetMapping("/api/desk")
  ResponseEntity<Desk> desk(@AuthenticationPrincipal SignedIn who) {
    List<WaitingItem> items = works.stream().flatMap(work -> work.listFor(who).stream()).sorted(ORDER).toList();
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Desk(LegalDay.today(clock), items));
  }
}
