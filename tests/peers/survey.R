# Standard errors of R's survey for sample.csv: the header of survey.csv, then what Rscript survey.R prints
# Influence values are written out here once more, over all pairs, from the definitions in docs/methods.
suppressPackageStartupMessages(library(survey))
x <- read.csv("sample.csv")
x$w <- x$weight * x$size
x$cluster <- interaction(x$stratum, x$psu, drop = TRUE)
one_line <- 700000

say <- function(case, group, measure, value, se, deff = NA, df = NA, low = NA, high = NA)
  cat(paste(c(case, group, measure, sprintf("%.17g", c(value, se, deff, df, low, high))), collapse = ","), "\n", sep = "")

pairs_of <- function(v, w) as.vector(abs(outer(v, v, "-")) %*% w)
ratio <- function(a, b, w) { A <- sum(w * a); B <- sum(w * b); list(A / B, (a - A / B * b) / B) }

# each: value and influence values, of the rows of a domain
influence <- function(name, y, w, z) {
  N <- sum(w); Y <- sum(w * y); mu <- Y / N; poor <- y < z; g <- ifelse(poor, 1 - y / z, 0); one <- rep(1, length(y))
  fgt <- function(a) ratio(ifelse(poor, g^a, 0), one, w)
  if (name == "p0") { r <- fgt(0); return(list(100 * r[[1]], 100 * r[[2]])) }
  if (name == "p1") { r <- fgt(1); return(list(100 * r[[1]], 100 * r[[2]])) }
  if (name == "p2") { r <- fgt(2); return(list(100 * r[[1]], 100 * r[[2]])) }
  if (name == "fgt_1.5") { r <- fgt(1.5); return(list(100 * r[[1]], 100 * r[[2]])) }
  if (name == "watts") return(ratio(ifelse(poor, log(z / pmax(y, 1000)), 0), one, w))
  if (name == "gap_poor") { r <- ratio(g, as.numeric(poor), w); return(list(100 * r[[1]], 100 * r[[2]])) }
  if (name == "poor_count") return(list(sum(w[poor]), as.numeric(poor)))
  if (name == "total_shortfall") return(list(sum((w * (z - y))[poor]), ifelse(poor, z - y, 0)))
  if (name == "mean") return(ratio(y, one, w))
  if (name == "gini") {
    D <- pairs_of(y, w); G <- sum(w * D) / (2 * N * Y)
    o <- order(y); F <- sapply(y, function(v) sum(w[y <= v])); C <- sapply(y, function(v) sum((w * y)[y <= v]))
    m <- y * F + Y - C
    return(list(G, 2 * m / (N * Y) - (G + 1) * (1 / N + y / Y)))
  }
  if (name == "gini_poor") {
    wp <- ifelse(poor, w, 0); Np <- sum(wp); Yp <- sum(wp * y); D <- pairs_of(y, wp); G <- sum(wp * D) / (2 * Np * Yp)
    return(list(G, ifelse(poor, D / (Np * Yp) - G * (1 / Np + y / Yp), 0)))
  }
  if (name == "sen") {
    wp <- ifelse(poor, w, 0); u <- y / z; Np <- sum(wp); D <- pairs_of(u, wp); S <- sum(wp * D)
    p1 <- ratio(g, one, w); K <- S / (2 * N * Np)
    return(list(p1[[1]] + K, p1[[2]] + ifelse(poor, D / (N * Np), 0) - K * (1 / N + poor / Np)))
  }
  if (name == "sst") {
    m <- as.vector(outer(g, g, pmax) %*% w); S <- sum(w * m) / N^2
    return(list(S, 2 * m / N^2 - 2 * S / N))
  }
  s <- y / mu
  moment <- function(f, df) { # theta = sum w f(s) / N at s = y/mu: own deviation and the term for mu
    A <- sum(w * f(s)) / N; B <- sum(w * s * df(s)) / N
    list(A, (f(s) - A) / N - B * (s - 1) / N)
  }
  if (name == "theil") return(moment(function(s) ifelse(s > 0, s * log(s), 0), function(s) ifelse(s > 0, log(s) + 1, 0)))
  if (name == "ge2") { r <- moment(function(s) s^2, function(s) 2 * s); return(list((r[[1]] - 1) / 2, r[[2]] / 2)) }
  if (name == "ge_0.5") { r <- moment(function(s) s^.5, function(s) ifelse(s > 0, .5 * s^-.5, 0)); return(list((r[[1]] - 1) / -.25, r[[2]] / -.25)) }
  if (name == "mld") { r <- moment(function(s) -log(s), function(s) -1 / s); return(r) }
  if (name == "atkinson_0.5") { r <- moment(function(s) s^.5, function(s) ifelse(s > 0, .5 * s^-.5, 0)); return(list(1 - r[[1]]^2, -2 * r[[1]] * r[[2]])) }
  if (name == "atkinson_1") { r <- moment(function(s) log(s), function(s) 1 / s); return(list(1 - exp(r[[1]]), -exp(r[[1]]) * r[[2]])) }
  if (name == "atkinson_2") { r <- moment(function(s) 1 / s, function(s) -1 / s^2); return(list(1 - 1 / r[[1]], r[[2]] / r[[1]]^2)) }
  lorenz <- function(p) {
    o <- order(y); q <- y[o][which(cumsum(w[o]) >= p * N - 1e-10 * N)[1]]
    L <- (sum(w * (y - q) * (y < q)) + p * q * N) / Y
    list(L, ((y - q) * (y < q) + p * q - L * y) / Y)
  }
  if (grepl("^lorenz_", name)) { r <- lorenz(as.numeric(sub("lorenz_", "", name)) / 100); return(list(100 * r[[1]], 100 * r[[2]])) }
  share <- function(a, b) { # of the people between two cuts; 0 and 1 have no sampling error
    low <- if (a == 0) list(0, 0 * y) else lorenz(a); high <- if (b == 1) list(1, 0 * y) else lorenz(b)
    list(100 * (high[[1]] - low[[1]]), 100 * (high[[2]] - low[[2]]))
  }
  number <- suppressWarnings(as.numeric(sub(".*_[a-z]*", "", name)))
  if (name == "share_bottom40") return(share(0, .4))
  if (grepl("^share_top(20|1)$", name)) return(share(1 - number / 100, 1))
  if (grepl("^share_decile_", name)) return(share((number - 1) / 10, number / 10))
  if (grepl("^share_quintile_", name)) return(share((number - 1) / 5, number / 5))
  if (name == "share_top10") { r <- lorenz(.9); return(list(100 * (1 - r[[1]]), -100 * r[[2]])) }
  if (name == "share_middle40") { a <- lorenz(.4); b <- lorenz(.8); return(list(100 * (b[[1]] - a[[1]]), 100 * (b[[2]] - a[[2]]))) }
  top <- function(a, b) { a <- lorenz(a); b <- lorenz(b); v <- (1 - a[[1]]) / b[[1]]; list(v, (-a[[2]] - v * b[[2]]) / b[[1]]) }
  if (name == "palma") return(top(.9, .4))
  if (name == "s80s20") return(top(.8, .2))
  stop(name)
}

every <- c("p0", "p1", "p2", "fgt_1.5", "watts", "gap_poor", "poor_count", "total_shortfall", "mean", "gini", "gini_poor", "sen",
           "sst", "theil", "ge2", "ge_0.5", "mld", "atkinson_0.5", "atkinson_1", "atkinson_2", "lorenz_40", "lorenz_50",
           "share_top10", "share_middle40", "palma", "s80s20")

# survey before 4.5 measures a lonely PSU's total from 0 (the same for ratios, not for totals); later versions
# from the mean of all PSU totals, as the definitions do
adjusted <- function(u, design) {
  options(survey.lonely.psu = "remove"); on.exit(options(survey.lonely.psu = "adjust"))
  v <- as.numeric(SE(svytotal(u, design)))^2
  t <- rowsum(u * x$w, design$cluster[[1]]); h <- design$strata[[1]][match(rownames(t), as.character(design$cluster[[1]]))]
  n <- table(h)
  for (alone in names(n)[n == 1]) {
    left <- if (is.null(design$fpc$popsize)) 1 else 1 - 1 / design$fpc$popsize[design$strata[[1]] == alone][1]
    v <- v + left * (t[as.character(h) == alone] - mean(t))^2
  }
  sqrt(v)
}

answer <- function(case, design, z, group = "", inside = rep(TRUE, nrow(x)), names = every) {
  for (name in names) {
    i <- inside & x$w > 0
    if (name %in% c("mld", "atkinson_1", "atkinson_2") && any(x$welfare[i] <= 0)) next
    r <- influence(name, x$welfare[i], x$w[i], z[i])
    u <- numeric(nrow(x)); u[i] <- r[[2]]
    se <- if (getOption("survey.lonely.psu") == "adjust") adjusted(u, design) else as.numeric(SE(svytotal(u, design)))
    ub <- sum(x$w[i] * r[[2]]) / sum(x$w[i])
    srs <- sum(x$w[i]) * sum(x$w[i] * (r[[2]] - ub)^2) / (sum(i) - 1)
    say(case, group, name, r[[1]], se, se^2 / srs, if (all(i)) degf(design) else NA)
  }
}

plain <- function() svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = x)
for (rule in c("adjust", "remove", "average", "certainty")) {
  options(survey.lonely.psu = rule)
  answer(paste0("one_line_", rule), plain(), rep(one_line, nrow(x)), names = c("p0", "p1", "poor_count", "mean", "gini"))
}
options(survey.lonely.psu = "adjust")
answer("own_lines", plain(), x$line)
for (d in c("a", "b")) answer("own_lines", plain(), x$line, d, x$domain == d)
answer("positive", plain(), x$line, "", x$welfare > 0, c(
  "mld", "atkinson_1", "atkinson_2", "share_bottom40", "share_top20", "share_top1",
  paste0("share_decile_", 1:10), paste0("share_quintile_", 1:5), paste0("lorenz_", seq(5, 95, 5))
))
answer("rows", svydesign(ids = ~1, weights = ~w, data = x), rep(one_line, nrow(x)), names = c("p0", "poor_count", "gini", "sst"))
answer("strata", svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = x), rep(one_line, nrow(x)), names = c("p0", "poor_count", "gini"))
answer("fpc", svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, fpc = ~fpc, data = x), x$line, names = c("p0", "poor_count", "gini", "sen"))

# R's own estimators, so that the influence values above are not the only judge
d <- plain()
x$poor <- as.numeric(x$welfare < x$line); d <- plain()
m <- svymean(~poor, d); say("svymean", "", "p0", 100 * coef(m), 100 * SE(m), NA, degf(d))
b <- svyby(~welfare, ~domain, d, svymean)
for (k in 1:2) say("svyby", b$domain[k], "mean", b$welfare[k], SE(b)[k])
q <- svyquantile(~welfare, d, c(.1, .25, .5, .75, .9), ci = TRUE, interval.type = "mean", qrule = "math", df = degf(d))
q <- q$welfare
for (k in 1:5) say("svyquantile", "", paste0("quantile_", c(10, 25, 50, 75, 90)[k]), q[k, 1], (q[k, 3] - q[k, 2]) / (2 * qt(.975, degf(d))), NA, degf(d), q[k, 2], q[k, 3])
ci <- svyciprop(~poor, d, method = "xlogit", df = degf(d)); l <- attr(ci, "ci")
say("logit", "", "p0", 100 * as.numeric(ci), 100 * SE(m), NA, degf(d), 100 * l[1], 100 * l[2])

# replicate weights: a jackknife, Fay's and a bootstrap, written beside for the reader of this package
set.seed(11)
y <- x[x$stratum != 7, ]; y$cluster <- droplevels(y$cluster)
base <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = y)
jack <- as.svrepdesign(base, type = "JKn"); boot <- as.svrepdesign(base, type = "bootstrap", replicates = 60)
half <- y[y$psu <= 2, ]; half$cluster <- droplevels(half$cluster)
brr_base <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = half)
brr <- as.svrepdesign(brr_base, type = "BRR"); fay <- as.svrepdesign(brr_base, type = "Fay", fay.rho = .3)
gini_of <- function(w, data) { v <- data$welfare; sum(w * as.vector(abs(outer(v, v, "-")) %*% w)) / (2 * sum(w) * sum(w * v)) }
keep <- function(design, data, file) {
  r <- weights(design, "analysis"); colnames(r) <- paste0("rw_", seq_len(ncol(r)))
  r <- signif(r, 15)
  write.csv(cbind(data[, c("welfare", "w", "line", "domain")], r), file, row.names = FALSE, quote = FALSE)
}
for (each in list(list("jackknife", jack, y), list("bootstrap", boot, y), list("brr", brr, half), list("fay", fay, half))) {
  name <- each[[1]]; design <- each[[2]]; data <- each[[3]]
  keep(design, data, paste0("replicates_", name, ".csv"))
  # scale and rscales as the definitions have them, not as R may centre them
  r <- weights(design, "analysis"); R <- ncol(r)
  scale <- switch(name, jackknife = 1, bootstrap = 1 / R, brr = 1 / R, fay = 1 / (R * .7^2))
  rscale <- if (name == "jackknife") 1 / apply(r / data$w, 2, max) else rep(1, R)
  say_rep <- function(measure, f) {
    t0 <- f(data$w); t <- apply(r, 2, f)
    say(paste0("replicates_", name), "", measure, t0, sqrt(scale * sum(rscale * (t - t0)^2)), NA, degf(design))
  }
  say_rep("p1", function(w) 100 * sum(w * pmax(0, 1 - data$welfare / data$line)) / sum(w))
  say_rep("gini", function(w) gini_of(w, data))
  say_rep("poor_count", function(w) sum(w[data$welfare < data$line]))
}
