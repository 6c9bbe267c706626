# Benefit incidence of receipt.csv with R's survey: the header of targeting.csv, then what Rscript targeting.R prints
# Ratios of domains are svyratio's own; what is cut at a quantile, and the concentration index, are svytotal of
# influence values that are written out here once more, over all pairs, from docs/methods/targeting.md.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
x <- read.csv("receipt.csv")
x$w <- x$weight * x$size
x$benefit <- x$amount / x$size
x$poor <- as.numeric(x$welfare < x$line)
x$cluster <- interaction(x$stratum, x$psu, drop = TRUE)
design <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = x)

say <- function(method, domain, group, measure, value, se)
  cat(paste(c(method, domain, group, measure, sprintf("%.17g", c(value, se))), collapse = ","), "\n", sep = "")

# survey before 4.5 measures the total of a lonely PSU from 0, later versions from the mean of all PSU totals
total_se <- function(u) {
  options(survey.lonely.psu = "remove"); on.exit(options(survey.lonely.psu = "adjust"))
  v <- as.numeric(SE(svytotal(u, design)))^2
  t <- rowsum(u * x$w, design$cluster[[1]]); h <- design$strata[[1]][match(rownames(t), as.character(design$cluster[[1]]))]
  n <- table(h)
  for (alone in names(n)[n == 1]) v <- v + (t[as.character(h) == alone] - mean(t))^2
  sqrt(v)
}

# ratios of domains by svyratio
own <- function(domain, inside) {
  ratio <- function(group, measure, top, bottom, scale = 100) {
    d <- update(design, top = top * inside, bottom = bottom * inside)
    r <- svyratio(~top, ~bottom, d)
    say("svyratio", domain, group, measure, scale * as.numeric(coef(r)), scale * as.numeric(SE(r)))
  }
  one <- rep(1, nrow(x))
  for (group in c("all", "poor", "not_poor")) {
    g <- switch(group, all = one, poor = x$poor, not_poor = 1 - x$poor)
    ratio(group, "coverage", g * x$received, g)
    if (group != "all") ratio(group, "share_of_recipients", g * x$received, x$received)
    if (group != "all") ratio(group, "share_of_benefit", g * x$benefit, x$benefit)
    ratio(group, "benefit_per_recipient", g * x$benefit, g * x$received, 1)
  }
  ratio("all", "exclusion_error", x$poor * (1 - x$received), x$poor)
  ratio("all", "inclusion_error", x$received * (1 - x$poor), x$received)
}

# cut at quantiles: the part of each row below, and the mean around the cut that the influence rests on
cut <- function(y, w, p, v) {
  if (p == 0) return(list(0, 0 * v)); if (p == 1) return(list(sum(w * v), v))
  N <- sum(w); below <- sapply(y, function(a) sum(w[y < a])); tie <- sapply(y, function(a) sum(w[y == a]))
  part <- pmin(pmax((p * N - below) / tie, 0), 1)
  levels <- sort(unique(y)); q <- levels[which(sapply(levels, function(a) sum(w[y <= a])) >= p * N * (1 - 1e-12))[1]]
  o <- order(y); s <- y[o]; at <- range(which(s == q)); missing <- floor(length(y)^0.8 + 1e-9) - (at[2] - at[1] + 1)
  if (missing > 0) {
    at <- c(max(1, at[1] - ceiling(missing / 2)), min(length(y), at[2] + ceiling(missing / 2)))
    at <- c(min(which(s == s[at[1]])), max(which(s == s[at[2]])))
  }
  k <- o[at[1]:at[2]]; beta <- sum(w[k] * v[k]) / sum(w[k])
  list(sum(w * part * v), (v - beta) * part + p * beta)
}
less <- function(a, b) list(a[[1]] - b[[1]], a[[2]] - b[[2]])
over <- function(a, b, scale) list(scale * a[[1]] / b[[1]], scale * (a[[2]] - a[[1]] / b[[1]] * b[[2]]) / b[[1]])

explicit <- function(domain, inside) {
  i <- which(inside == 1); y <- x$welfare[i]; w <- x$w[i]; r <- x$received[i]; b <- x$benefit[i]; one <- rep(1, length(i))
  tell <- function(group, measure, found) {
    if (!is.finite(found[[1]])) return(invisible())
    u <- numeric(nrow(x)); u[i] <- found[[2]]
    say("influence", domain, group, measure, found[[1]], total_se(u))
  }
  everybody <- function(v) list(sum(w * v), v)
  for (kind in list(c("decile", 10), c("quintile", 5))) for (k in seq_len(as.numeric(kind[2]))) {
    m <- as.numeric(kind[2])
    part <- function(v) less(cut(y, w, k / m, v), cut(y, w, (k - 1) / m, v))
    group <- paste0(kind[1], "_", k)
    tell(group, "coverage", over(part(r), part(one), 100))
    tell(group, "share_of_recipients", over(part(r), everybody(r), 100))
    tell(group, "share_of_benefit", over(part(b), everybody(b), 100))
    if (part(r)[[1]] > 0) tell(group, "benefit_per_recipient", over(part(b), part(r), 1))
  }
  tell("all", "targeting_ratio", over(cut(y, w, .4, b), everybody(b), 1 / .4))
  s <- sign(outer(y, y, "-")); N <- sum(w); B <- sum(w * b); S <- as.vector(s %*% w); T <- as.vector(s %*% (w * b))
  C <- sum(w * b * S) / (N * B)
  tell("all", "concentration_index", list(C, (b * S - T - C * (B + N * b)) / (N * B)))
}

for (domain in c("", "a", "b")) {
  inside <- if (domain == "") rep(1, nrow(x)) else as.numeric(x$domain == domain)
  own(domain, inside); explicit(domain, inside)
}
