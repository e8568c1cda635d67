package org.mingjie.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Problems;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/sessions}: where one has signed in, and how to sign out there. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "登录")
@SecurityRequirement(name = "session")
class OpenSessionController {

  record OpenSessionList(List<OpenSessions.Card> sessions) {}

  private final OpenSessions open;
  private final BrowserSessions sessions;
  private final Accounts accounts;
  private final Audit audit;
  private final TransactionOperations transactions;

  OpenSessionController(OpenSessions open, BrowserSessions sessions, Accounts accounts, Audit audit, TransactionOperations transactions) {
    this.open = open;
    this.sessions = sessions;
    this.accounts = accounts;
    this.audit = audit;
    this.transactions = transactions;
  }

  @Operation(summary = "自己在哪里登录着", operationId = "sessions", description = "current 是发这个请求的；complete 为 false 的只给了口令，还没有给出第二因素")
  @ApiResponse(responseCode = "200", description = "这里的在前，其他的按最近的请求排")
  @GetMapping("/api/sessions")
  ResponseEntity<OpenSessionList> list(@AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new OpenSessionList(open.listOf(who.account().id(), current(request))));
  }

  @Operation(summary = "结束自己在别处的一次登录", operationId = "endSession")
  @ApiResponse(responseCode = "204", description = "结束了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这次登录，或已经结束")
  @ApiResponse(responseCode = "409", description = "这是现在用的登录")
  @DeleteMapping("/api/sessions/{id}")
  ResponseEntity<Void> end(@Parameter(description = "登录的编号，见 GET /api/sessions") @PathVariable String id, @AuthenticationPrincipal SignedIn who,
      HttpServletRequest request) {
    UUID account = who.account().id();
    OpenSessions.Card card = open.listOf(account, current(request)).stream().filter(one -> one.id().equals(id)).findFirst()
        .orElseThrow(() -> Problems.refusal(404, "没有这次登录", "没有编号为“%s”的登录，或它已经结束；再取一次 /api/sessions 看看".formatted(Echo.brief(id))));
    if (card.current()) {
      throw Problems.refusal(409, "这是现在用的登录", "在这里退出用 DELETE /api/session");
    }
    transactions.executeWithoutResult(status -> {
      open.end(account, id);
      note(account, 1);
    });
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "结束自己在别处的所有登录", operationId = "endOtherSessions")
  @ApiResponse(responseCode = "204", description = "结束了，这里的登录继续", content = @Content)
  @DeleteMapping("/api/sessions")
  ResponseEntity<Void> endOthers(@AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    UUID account = who.account().id();
    String current = current(request);
    long others = open.listOf(account, current).stream().filter(card -> !card.current()).count();
    transactions.executeWithoutResult(status -> {
      accounts.renewCredentials(account); // one that is being made just now ends too
      sessions.renew(request, account);
      open.endOthers(account, current);
      note(account, others);
    });
    return ResponseEntity.noContent().build();
  }

  private void note(UUID account, long sessions) {
    audit.record(account, "session.end", "account:" + account, null, JsonMapper.shared().writeValueAsString(Map.of("sessions", sessions)));
  }

  private static String current(HttpServletRequest request) {
    return request.getSession(false).getId();
  }
}
