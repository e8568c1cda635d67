package org.mingjie.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Accounts.Account;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.mingjie.repeat.OnceOnly;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/delegations}: who acts for whom during an absence. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "代办")
@SecurityRequirement(name = "session")
class DelegationController {

  private static final Duration LONGEST = Duration.ofDays(366);

  record DelegationCard(UUID id, String absent, String absentName, String deputy, String deputyName, OffsetDateTime from, OffsetDateTime to,
      String reason, @Nullable OffsetDateTime endedAt) {

    static DelegationCard of(Delegations.Card card) {
      return new DelegationCard(card.id(), card.absentLogin(), card.absentName(), card.deputyLogin(), card.deputyName(), card.from(), card.to(),
          card.reason(), card.endedAt());
    }
  }

  record DelegationList(List<DelegationCard> delegations) {}

  @Schema(requiredProperties = {"deputy", "to", "reason"})
  record DelegationWanted(@Nullable String deputy, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to, @Nullable String reason) {}

  private final Delegations delegations;
  private final Accounts accounts;
  private final Clock clock;
  private final OnceOnly once;

  DelegationController(Delegations delegations, Accounts accounts, OnceOnly once, ObjectProvider<Clock> clock) {
    this.once = once;
    this.delegations = delegations;
    this.accounts = accounts;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @Operation(summary = "自己委托的和受托的代办", operationId = "delegations")
  @ApiResponse(responseCode = "200", description = "新的在前")
  @GetMapping("/api/delegations")
  DelegationList own(@AuthenticationPrincipal SignedIn who) {
    return new DelegationList(delegations.listOf(who.account().id()).stream().map(DelegationCard::of).toList());
  }

  @Operation(summary = "请人在自己不在时代办", operationId = "createDelegation",
      description = "deputy 是代办人的登录名；from 不给就是现在；到了 to 自己结束。管理员只能委托给同一种管理员")
  @ApiResponse(responseCode = "201", description = "委托好了")
  @ApiResponse(responseCode = "409", description = "这个人在这段时间里已经受托，或同一个请求还在办")
  @Parameter(name = OnceOnly.HEADER, in = ParameterIn.HEADER, description = OnceOnly.TOLD, schema = @Schema(type = "string", minLength = 8, maxLength = 200))
  @PostMapping("/api/delegations")
  ResponseEntity<DelegationCard> create(@RequestBody DelegationWanted wanted, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    return once.answer(request, who.account().id(), wanted, DelegationCard.class, () -> created(wanted, who));
  }

  private ResponseEntity<DelegationCard> created(DelegationWanted wanted, SignedIn who) {
    Faults faults = new Faults();
    String login = faults.required("deputy", wanted.deputy());
    Optional<Account> deputy = accounts.findSecret(login).map(SignedIn::account);
    if (!login.isEmpty() && deputy.isEmpty()) {
      faults.add("deputy", "没有登录名为“%s”的账号，或已经停用".formatted(Echo.brief(login)));
    }
    if (login.equals(who.account().login())) {
      faults.add("deputy", "不能委托给自己");
    }
    OffsetDateTime now = OffsetDateTime.now(clock.withZone(LegalDay.ZONE));
    OffsetDateTime from = Objects.requireNonNullElse(wanted.from(), now);
    OffsetDateTime to = Objects.requireNonNullElse(wanted.to(), from);
    if (!to.isAfter(from) || !to.isAfter(now) || Duration.between(from, to).compareTo(LONGEST) > 0) {
      faults.add("to", "须在开始和现在之后，最多 %d 天".formatted(LONGEST.toDays()));
    }
    String reason = faults.words("reason", wanted.reason(), 500);
    faults.check();
    Account taken = deputy.orElseThrow();
    if (!Delegations.mayPass(who.account().role(), taken.role())) {
      throw new Refused("管理员的权限只能委托给同一种管理员，管理员也不能代办业务；请找别人");
    }
    Delegations.Card made = delegations.create(who.account(), taken, from, to, reason).orElseThrow(() -> Problems.refusal(409, "已经委托了",
        "“%s”在这段时间里已经受您委托；先结束那一项，或换一段时间".formatted(taken.login())));
    return ResponseEntity.status(HttpStatus.CREATED).body(DelegationCard.of(made));
  }

  @Operation(summary = "提前结束一项代办", operationId = "endDelegation", description = "委托人和代办人都可以")
  @ApiResponse(responseCode = "204", description = "结束了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这项代办")
  @DeleteMapping("/api/delegations/{id}")
  ResponseEntity<Void> end(@Parameter(description = "代办的编号") @PathVariable UUID id, @AuthenticationPrincipal SignedIn who) {
    UUID own = who.account().id();
    delegations.find(id).filter(card -> card.absent().equals(own) || card.deputy().equals(own))
        .orElseThrow(() -> Problems.refusal(404, "找不到", "没有编号为 %s 的代办".formatted(id)));
    delegations.end(own, id);
    return ResponseEntity.noContent().build();
  }
}
